# Golden values for thirdline.statistics.network. Run from this folder: Rscript network.R
# R packages metafor, metadat, MASS and jsonlite (Debian). Common effect, REML and ML by metafor::rma.mv with the exact
# covariance of multi-arm trials; the moment estimator, decompositions, splits, flows and component models by the published
# formulas, written with contrasts against a baseline arm (the Python code uses Laplacians and has no baseline).
suppressMessages({library(metafor); library(metadat); library(MASS); library(jsonlite)})

# ---- data: arms (y, v on the scale of the effect) -----------------------------------------------------------------------
binary <- function(study, treat, e, n) {            # log odds by arm, 0.5 where a trial has an empty cell
  d <- data.frame(study = as.character(study), treat, e, n)
  d <- do.call(rbind, lapply(split(d, d$study), function(s) {
    if (all(s$e == 0) || all(s$e == s$n)) return(NULL)
    add <- if (any(s$e == 0 | s$e == s$n)) 0.5 else 0
    s$y <- log((s$e + add) / (s$n - s$e + add)); s$v <- 1 / (s$e + add) + 1 / (s$n - s$e + add); s }))
  d[, c("study", "treat", "y", "v")]
}
means <- function(study, treat, m, s, n) data.frame(study = as.character(study), treat, y = m, v = s^2 / n)
wide <- function(study, t, y, s, n) {
  d <- do.call(rbind, Map(function(a, b, c, e) means(study, a, b, c, e), t, y, s, n))
  d[!is.na(d$treat) & d$treat != "" & !is.na(d$y), ]
}
from_contrasts <- function(study, t1, t2, y, se) {  # arm variances from all pairwise standard errors
  d <- data.frame(study = as.character(study), t1, t2, y, se)
  do.call(rbind, lapply(split(d, d$study), function(s) {
    arms <- sort(unique(c(s$t1, s$t2)))
    B <- outer(s$t1, arms, "==") - outer(s$t2, arms, "==")
    data.frame(study = s$study[1], treat = arms, y = as.vector(ginv(B) %*% s$y),
               v = as.vector(ginv(abs(B)) %*% s$se^2)) }))
}
l <- dat.linde2015
linde2015 <- data.frame(study = rep(l$id, 3), treat = c(l$treatment1, l$treatment2, l$treatment3),
                        e = c(l$resp1, l$resp2, l$resp3), n = c(l$n1, l$n2, l$n3))
linde2015 <- linde2015[linde2015$treat != "" & !is.na(linde2015$e), ]
linde2015 <- linde2015[linde2015$study %in% names(which(table(linde2015$study) > 1)), ]
x <- dat.linde2016
sets <- list(
  senn2013 = with(dat.senn2013, means(study, treatment, mi, sdi, ni)),
  stowe2010 = with(dat.stowe2010, wide(study, list(t1, t2, t3), list(y1, y2, y3), list(sd1, sd2, sd3), list(n1, n2, n3))),
  franchini2012 = with(dat.franchini2012, wide(Study, list(Treatment1, Treatment2, Treatment3), list(y1, y2, y3),
                                               list(sd1, sd2, sd3), list(n1, n2, n3))),
  dong2013 = with(dat.dong2013, binary(id, treatment, death, randomized)),
  hasselblad1998 = with(dat.hasselblad1998, binary(study, trt, xi, ni)),
  baker2009 = with(dat.baker2009, binary(paste(study, year), treatment, exac, total)),
  gurusamy2011 = with(dat.gurusamy2011, binary(study, treatment, death, n)),
  dogliotti2014 = with(dat.dogliotti2014, binary(study, treatment, stroke, total)),
  linde2015 = with(linde2015, binary(study, treat, e, n)),
  linde2016 = from_contrasts(x$id, x$treat1, x$treat2, x$lnOR, x$selnOR)
)
by_alphabet <- function(t) { t <- unique(t); t[order(tolower(t), t, method = "radix")] }

# ---- model matrices ----------------------------------------------------------------------------------------------------
system_of <- function(d) {
  trts <- by_alphabet(d$treat); d <- d[order(d$study, match(d$treat, trts), method = "radix"), ]
  parts <- lapply(split(d, d$study), function(s) {
    k <- nrow(s)
    X <- matrix(0, k - 1, length(trts)); X[cbind(1:(k - 1), match(s$treat[-1], trts))] <- 1; X[, match(s$treat[1], trts)] <- -1
    list(y = s$y[-1] - s$y[1], V = diag(s$v[-1], k - 1) + s$v[1], P = (diag(k - 1) + 1) / 2, X = X,
         study = rep(s$study[1], k - 1), contrast = s$treat[-1], design = rep(paste(s$treat, collapse = "|"), k - 1)) })
  pick <- function(n) unlist(lapply(parts, `[[`, n), use.names = FALSE)
  list(trts = trts, y = pick("y"), V = as.matrix(bldiag(lapply(parts, `[[`, "V"))),
       P = as.matrix(bldiag(lapply(parts, `[[`, "P"))), X = do.call(rbind, lapply(parts, `[[`, "X")),
       study = pick("study"), contrast = pick("contrast"), design = pick("design"), arms = d)
}
gls <- function(y, X, V) {
  W <- solve(V); C <- ginv(t(X) %*% W %*% X); b <- C %*% t(X) %*% W %*% y; r <- y - X %*% b
  list(b = as.vector(b), C = C, Q = as.vector(t(r) %*% W %*% r), rank = qr(X)$rank)
}
dl <- function(y, X, V, P) {                        # generalised DerSimonian-Laird (Jackson 2013)
  W <- solve(V); f <- gls(y, X, V); df <- length(y) - f$rank
  A <- W - W %*% X %*% f$C %*% t(X) %*% W
  list(tau2 = if (df > 0) max(0, (f$Q - df) / sum(diag(A %*% P))) else NULL, Q = f$Q, df = df)
}
loglik <- function(y, X, V) {                       # restricted, up to a constant
  f <- gls(y, X[, -1, drop = FALSE], V)
  W <- solve(V); Z <- X[, -1, drop = FALSE]
  -0.5 * (determinant(V)$modulus + determinant(t(Z) %*% W %*% Z)$modulus + f$Q)
}
pairs_of <- function(t) t(combn(t, 2))
table_of <- function(f, s) {                        # all pairs i < j: effect of i against j
  pr <- combn(length(s$trts), 2)
  L <- matrix(0, ncol(pr), length(s$trts)); L[cbind(seq_len(ncol(pr)), pr[1, ])] <- 1; L[cbind(seq_len(ncol(pr)), pr[2, ])] <- -1
  list(value = as.vector(L %*% f$b), se = sqrt(diag(L %*% f$C %*% t(L))))
}
isq <- function(Q, df) {
  H <- sqrt(max(Q / df, 1)); k <- df + 1
  se <- if (Q > k) 0.5 * (log(Q) - log(df)) / (sqrt(2 * Q) - sqrt(2 * df - 1)) else
    if (k > 2) sqrt(1 / (2 * (k - 2)) * (1 - 1 / (3 * (k - 2)^2))) else return(NULL)
  i <- function(h) 1 - 1 / max(h, 1)^2
  c(i(H), i(exp(log(H) - qnorm(0.975) * se)), i(exp(log(H) + qnorm(0.975) * se)))
}
q_profile <- function(s, X, df) sapply(c(0.975, 0.025), function(p) {
  f <- function(t) gls(s$y, X, s$V + t * s$P)$Q - qchisq(p, df)
  if (f(0) <= 0) 0 else uniroot(f, c(0, 1e4), tol = 1e-14, maxiter = 10000)$root })

# ---- what is compared ----------------------------------------------------------------------------------------------------
decomposition <- function(s) {
  designs <- unique(s$design)
  own <- function(keep) {                           # columns: one for each contrast of each design in keep
    id <- interaction(s$design, s$contrast, drop = TRUE); Z <- model.matrix(~ id - 1)
    Z[!(s$design %in% keep), ] <- 0; Z[, colSums(abs(Z)) > 0, drop = FALSE] }
  D <- own(designs); whole <- gls(s$y, s$X, s$V); within <- gls(s$y, D, s$V)
  df <- c(total = length(s$y) - whole$rank, within = length(s$y) - ncol(D)); m <- dl(s$y, D, s$V, s$P)
  detach <- lapply(designs, function(d) {
    X <- s$X; X[s$design == d, ] <- 0; Z <- cbind(X, own(d)); k <- sum(colSums(abs(own(d))) > 0)
    if (qr(X)$rank < length(s$trts) - 1) return(list(design = d, q = NULL, df = NULL))
    list(design = d, q = gls(s$y, Z, s$V)$Q - within$Q, df = ncol(D) - qr(Z)$rank) })
  het <- lapply(designs, function(d) {
    i <- s$design == d; f <- gls(s$y[i], own(d)[i, , drop = FALSE], s$V[i, i, drop = FALSE])
    list(design = d, q = f$Q, df = sum(i) - f$rank) })
  out <- list(total = whole$Q, within = within$Q, df_total = df[[1]], df_within = df[[2]], detach = detach, het = het)
  if (df[[2]] > 0) {
    V2 <- s$V + m$tau2 * s$P
    out$tau2_within <- m$tau2; out$between_random <- gls(s$y, s$X, V2)$Q - gls(s$y, D, V2)$Q
  }
  out
}
splits <- function(s, f, tau2) {
  pr <- pairs_of(s$trts); net <- table_of(f, s); a <- s$arms
  lapply(seq_len(nrow(pr)), function(i) {
    d <- do.call(rbind, lapply(split(a, a$study), function(z) if (all(pr[i, ] %in% z$treat)) {
      u <- z[match(pr[i, ], z$treat), ]; data.frame(y = u$y[1] - u$y[2], v = sum(u$v)) }))
    if (is.null(d)) return(list(n = 0))
    m <- if (nrow(d) == 1) list(b = d$y, se = sqrt(d$v + tau2)) else rma.uni(d$y, d$v, tau2 = tau2, method = "DL")
    p <- net$se[i]^2 / m$se^2
    out <- list(n = nrow(d), direct = as.vector(m$b), direct_se = m$se, share = p)
    if (p < 1 - 0.0005) { out$indirect <- (net$value[i] - p * out$direct) / (1 - p); out$indirect_se <- net$se[i] / sqrt(1 - p) }
    out })
}
flows <- function(s, tau2) {                        # reduced weights of independent arms: w_i w_j / sum w
  n <- length(s$trts); W <- matrix(0, n, n)
  for (z in split(s$arms, s$arms$study)) {
    w <- 1 / (z$v + tau2 / 2); i <- match(z$treat, s$trts); W[i, i] <- W[i, i] + outer(w, w) / sum(w) }
  diag(W) <- 0; G <- ginv(diag(rowSums(W)) - W)
  pr <- combn(n, 2); edge <- pr[, W[t(pr)] > 0, drop = FALSE]
  H <- t(apply(pr, 2, function(p) apply(edge, 2, function(e)
    (G[p[1], e[1]] - G[p[2], e[1]] - G[p[1], e[2]] + G[p[2], e[2]]) * W[e[1], e[2]])))
  H[abs(H) < 1e-10] <- 0
  paths <- function(A, from, to) {                  # all paths of an acyclic graph
    found <- list(); go <- function(p) { at <- p[length(p)]
      if (at == to) { found[[length(found) + 1]] <<- p; return(invisible()) }
      for (b in which(A[at, ] > 0)) go(c(p, b)) }
    go(from); found }
  directed <- function(h) { A <- matrix(0, n, n)
    for (j in seq_along(h)) if (h[j] > 0) A[edge[1, j], edge[2, j]] <- h[j] else A[edge[2, j], edge[1, j]] <- -h[j]
    A }
  walk <- t(sapply(seq_len(ncol(pr)), function(i) {
    A <- directed(H[i, ]); P <- A / pmax(rowSums(A), 1e-300); C <- matrix(0, n, n)
    for (p in paths(A, pr[1, i], pr[2, i])) {
      st <- cbind(p[-length(p)], p[-1]); C[st] <- C[st] + prod(P[st]) / nrow(st) }
    (C + t(C))[t(edge)] }))
  short <- t(sapply(seq_len(ncol(pr)), function(i) {
    A <- directed(H[i, ]); C <- matrix(0, n, n)
    ends <- rbind(ifelse(H[i, ] > 0, edge[1, ], edge[2, ]), ifelse(H[i, ] > 0, edge[2, ], edge[1, ]))
    rank <- match(seq_len(n), unique(as.vector(ends)))
    repeat {
      A[A < 1e-10] <- 0; ps <- paths(A, pr[1, i], pr[2, i]); if (!length(ps)) break
      ps <- ps[lengths(ps) == min(lengths(ps))]
      p <- ps[[order(sapply(ps, function(p) paste(sprintf("%03d", rank[p]), collapse = "")))[1]]]
      st <- cbind(p[-length(p)], p[-1]); f <- min(A[st]); A[st] <- A[st] - f; C[st] <- C[st] + f / nrow(st) }
    (C + t(C))[t(edge)] }))
  list(edges = t(apply(edge, 2, function(e) s$trts[e])), hat = H, walk = walk, short = short)
}
path_lengths <- function(s, tau2) {                 # Koenig 2013 by rows of the hat matrix of basic contrasts
  V <- s$V + tau2 * s$P; W <- solve(V); C <- ginv(t(s$X) %*% W %*% s$X); pr <- combn(length(s$trts), 2)
  use <- function(h, by) sapply(split(seq_along(h), by), function(i) {
    f <- tapply(h[i], s$contrast[i], sum); 0.5 * (abs(sum(f)) + sum(abs(f))) })
  t(apply(pr, 2, function(p) { h <- (C[p[1], ] - C[p[2], ]) %*% t(s$X) %*% W; u <- use(as.vector(h), s$design)
    c(sum(u), 1 / max(u), 1 / max(use(as.vector(h), s$study))) }))
}
p_scores <- function(tab, s) {
  n <- length(s$trts); P <- matrix(NA, n, n); pr <- t(combn(n, 2)); P[pr] <- pnorm(-tab$value / tab$se); P[pr[, 2:1]] <- 1 - P[pr]
  rowMeans(P, na.rm = TRUE)
}
analysis <- function(d, deep = TRUE) {
  s <- system_of(d); Z <- s$X[, -1, drop = FALSE]; one <- gls(s$y, s$X, s$V); tab <- table_of(one, s)
  fe <- rma.mv(s$y, s$V, mods = ~ Z - 1, method = "FE")
  stopifnot(abs(fe$QE - one$Q) < 1e-8 * max(1, one$Q), max(abs(fe$se - sqrt(diag(one$C)[-1] + one$C[1, 1] - 2 * one$C[1, -1]))) < 1e-9)
  m <- dl(s$y, s$X, s$V, s$P); two <- gls(s$y, s$X, s$V + m$tau2 * s$P); tab2 <- table_of(two, s)
  rows <- do.call(rbind, lapply(split(s$arms, s$arms$study), function(z) { i <- combn(nrow(z), 2)
    data.frame(trial = z$study[1], treatment = z$treat[i[1, ]], comparator = z$treat[i[2, ]], effect = z$y[i[1, ]] - z$y[i[2, ]],
               standard_error = sqrt(z$v[i[1, ]] + z$v[i[2, ]])) }))
  out <- list(contrasts = rows, treatments = s$trts, common = list(against_first = as.vector(fe$b), se = fe$se, q = fe$QE, all = tab,
              p_scores = p_scores(tab, s)), df = m$df, tau2 = m$tau2, tau2_interval = q_profile(s, s$X, m$df), i2 = isq(m$Q, m$df),
              random = c(tab2, list(p_scores = p_scores(tab2, s))))
  out$prediction_se <- sqrt(tab2$se^2 + m$tau2)
  out$prediction_t <- if (m$df >= 2) qt(0.975, m$df) else NULL
  out$decomposition <- decomposition(s)
  out$split_common <- splits(s, one, 0); out$split_random <- splits(s, two, m$tau2)
  out$flow_common <- path_lengths(s, 0); out$flow_random <- path_lengths(s, m$tau2)
  if (deep) out$contributions <- flows(s, m$tau2)
  for (way in c("REML", "ML")) {
    inner <- factor(s$contrast); trial <- s$study
    r <- rma.mv(s$y, s$V, mods = ~ Z - 1, random = ~ inner | trial, struct = "CS", rho = 0.5, method = way,
                control = list(rel.tol = 1e-10))
    out[[way]] <- list(tau2 = r$tau2, against_first = as.vector(r$b), se = r$se)
    if (deep) { ci <- confint(r, tau2 = 1)$random[1, ]; out[[way]]$interval <- as.vector(ci[2:3]) }
  }
  out
}
result <- lapply(names(sets), function(n) { message(n); analysis(sets[[n]], n %in% c("senn2013", "stowe2010", "franchini2012", "dong2013")) })
names(result) <- names(sets)

# ---- posterior of tau under priors, by integrate() ---------------------------------------------------------------------------
s <- system_of(sets$senn2013)
posterior <- function(prior) {
  ll <- function(t) sapply(t, function(u) as.vector(loglik(s$y, s$X, s$V + u^2 * s$P))); top <- max(ll(seq(0.05, 1, 0.05)))
  g <- function(t) exp(ll(t) - top) * prior(t); all <- integrate(g, 0, 5, rel.tol = 1e-10, subdivisions = 2000)$value
  q <- function(p) uniroot(function(u) integrate(g, 0, u, rel.tol = 1e-10, subdivisions = 2000)$value / all - p, c(1e-6, 4), tol = 1e-10)$root
  list(median = q(0.5), low = q(0.025), high = q(0.975), mean = integrate(function(t) t * g(t), 0, 5, rel.tol = 1e-10)$value / all,
       mode = optimize(g, c(0.01, 2), maximum = TRUE, tol = 1e-10)$maximum)
}
result$posterior <- list(half_normal = posterior(function(t) 2 * dnorm(t, 0, 0.3)),
                         log_normal = posterior(function(t) dlnorm(t^2, -2.56, 1.74) * 2 * t))

# ---- component networks ------------------------------------------------------------------------------------------------------
components <- function(d, inactive = NULL, sep = "+", extra = list()) {
  s <- system_of(d); parts <- lapply(strsplit(s$trts, sep, fixed = TRUE), trimws)
  comps <- setdiff(by_alphabet(unlist(parts)), inactive)
  C <- t(sapply(parts, function(p) as.numeric(comps %in% p)))
  for (e in extra) C <- cbind(C, sapply(parts, function(p) as.numeric(all(e %in% p))))
  X <- s$X %*% C; one <- gls(s$y, X, s$V); m <- dl(s$y, X, s$V, s$P); two <- gls(s$y, X, s$V + m$tau2 * s$P); st <- gls(s$y, s$X, s$V)
  list(contrasts = do.call(rbind, lapply(split(s$arms, s$arms$study), function(z) { i <- combn(nrow(z), 2)
         data.frame(trial = z$study[1], treatment = z$treat[i[1, ]], comparator = z$treat[i[2, ]], effect = z$y[i[1, ]] - z$y[i[2, ]],
                    standard_error = sqrt(z$v[i[1, ]] + z$v[i[2, ]])) })),
       components = c(comps, sapply(extra, paste, collapse = "*")), q = one$Q, df = m$df, tau2 = m$tau2,
       common = list(value = one$b, se = sqrt(diag(one$C))), random = list(value = two$b, se = sqrt(diag(two$C))),
       standard_q = st$Q, standard_df = length(s$y) - st$rank)
}
baker <- sets$baker2009
apart <- baker[baker$study %in% names(which(sapply(split(baker$treat, baker$study), function(t)   # two networks, shared components
  setequal(t, c("Budesonide+Formoterol", "Formoterol")) || setequal(t, c("Budesonide", "Formoterol")) ||
  setequal(t, c("Fluticasone", "Placebo")) || setequal(t, c("Fluticasone+Salmeterol", "Placebo")) || setequal(t, c("Salmeterol", "Placebo")) ||
  setequal(t, c("Tiotropium", "Placebo"))))), ]
result$components <- list(
  baker2009 = components(baker, "Placebo"),
  interaction = components(baker, "Placebo", extra = list(c("Fluticasone", "Salmeterol"))),
  linde2016 = components(sets$linde2016, "Placebo"),
  disconnected = components(rbind(apart, data.frame(study = c("x", "x"), treat = c("Budesonide+Formoterol", "Formoterol"), y = c(-0.9, -0.7), v = c(0.02, 0.03)),
                                  data.frame(study = c("y", "y"), treat = c("Budesonide+Salmeterol", "Formoterol"), y = c(-0.8, -0.6), v = c(0.05, 0.02))), "Placebo"))

# ---- contrasts from arms: metafor::escalc pair by pair (trials without an empty cell), and trials with one -----------------
by_pair <- function(d, measure, f) do.call(rbind, lapply(split(d, d$study), function(z) { i <- combn(nrow(z), 2)
  u <- f(z[i[1, ], ], z[i[2, ], ], measure, z)
  data.frame(trial = z$study[1], treatment = z$treat[i[1, ]], comparator = z$treat[i[2, ]], effect = as.vector(u$yi), standard_error = sqrt(u$vi)) }))
of_counts <- function(a, b, m, all) {
  add <- if (any(all$e == 0 | all$e == all$n)) 0.5 else 0
  if (m == "RR" && add > 0) return(list(yi = log((a$e + add) / (a$n + add) / ((b$e + add) / (b$n + add))),
                                        vi = 1 / (a$e + add) - 1 / (a$n + add) + 1 / (b$e + add) - 1 / (b$n + add)))
  if (m == "RD" && add > 0) return(list(yi = a$e / a$n - b$e / b$n, vi = (a$e + add) * (a$n - a$e + add) / (a$n + 2 * add)^3 +
                                          (b$e + add) * (b$n - b$e + add) / (b$n + 2 * add)^3))
  escalc(m, ai = a$e + add, bi = a$n - a$e + add, ci = b$e + add, di = b$n - b$e + add, add = 0)
}
of_means <- function(a, b, m, all) {
  if (m == "MD") return(escalc("MD", m1i = a$m, sd1i = a$s, n1i = a$n, m2i = b$m, sd2i = b$s, n2i = b$n))
  d <- (a$m - b$m) / sqrt(sum((all$n - 1) * all$s^2) / sum(all$n - 1))                 # Crippa and Orsini 2016
  list(yi = d, vi = 1 / a$n + 1 / b$n + d^2 / (2 * sum(all$n)))
}
counts <- with(dat.gurusamy2011, data.frame(study, treat = treatment, e = death, n))
counts <- counts[counts$study %in% names(which(tapply(counts$e, counts$study, sum) > 0)), ]
conts <- with(dat.senn2013, data.frame(study, treat = treatment, m = mi, s = sdi, n = ni))
result$arms <- list(counts = counts, means = conts, OR = by_pair(counts, "OR", of_counts), RR = by_pair(counts, "RR", of_counts),
                    RD = by_pair(counts, "RD", of_counts), MD = by_pair(conts, "MD", of_means), SMD = by_pair(conts, "SMD", of_means))
write_json(result, "network.json", rownames = FALSE, digits = NA, auto_unbox = TRUE, null = "null", na = "null")
