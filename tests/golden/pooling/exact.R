# Golden values of exact tests and intervals, and of disproportionality, with base R. Writes exact.json.
suppressMessages(library(jsonlite))
tables <- list(c(3, 1, 1, 3), c(27, 146, 0, 41), c(0, 5, 7, 3), c(12, 8, 3, 15), c(1, 99, 8, 92), c(10, 2, 3, 15), c(0, 10, 4, 0))
# fisher.test finds its limits by a search that stops at 1e-4 of the (inverse) odds ratio: the upper limit of the tea tasting
# is printed 621.93 and is 626.24. The same equations are solved here to the last digit.
limits <- function(t, level) {
  m <- t[1] + t[3]; n <- t[2] + t[4]; k <- t[1] + t[2]; x <- t[1]; s <- max(0, k - n):min(k, m); a <- (1 - level) / 2
  prob <- function(b) { l <- dhyper(s, m, n, k, log = TRUE) + s * b; l <- exp(l - max(l)); l / sum(l) }
  solve1 <- function(f) exp(uniroot(f, c(-30, 30), tol = 1e-14)$root)
  c(if (x == min(s)) 0 else if (x == max(s)) Inf else solve1(function(b) sum(s * prob(b)) - x),
    if (x == min(s)) 0 else solve1(function(b) sum(prob(b)[s >= x]) - a),
    if (x == max(s)) Inf else solve1(function(b) sum(prob(b)[s <= x]) - a))
}
fin <- function(x) ifelse(is.finite(x), x, NA)
fisher <- lapply(tables, function(t) { f <- fisher.test(matrix(t, 2, byrow = TRUE))
  stopifnot(all.equal(limits(t, 0.95), unname(c(f$estimate, f$conf.int)), tolerance = 0.02))
  l <- fin(limits(t, 0.95)); w <- fin(limits(t, 0.99))
  list(table = t, p = f$p.value, odds_ratio = l[1], low = l[2], high = l[3], low99 = w[2], high99 = w[3]) })
midp <- function(x, n, a = 0.025) c(
  if (x == 0) 0 else uniroot(function(p) pbinom(x, n, p, FALSE) + dbinom(x, n, p) / 2 - a, c(0, 1), tol = 1e-15)$root,
  if (x == n) 1 else uniroot(function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - a, c(0, 1), tol = 1e-15)$root)
pairs <- list(c(22, 34000), c(0, 10), c(10, 10), c(7, 20), c(1, 33), c(31, 97))
jeff <- function(x, n) c(if (x == 0) 0 else qbeta(0.025, x + 0.5, n - x + 0.5), if (x == n) 1 else qbeta(0.975, x + 0.5, n - x + 0.5))
wil <- function(x, n) as.numeric(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int)
one <- lapply(pairs, function(p) list(x = p[1], n = p[2], clopper_pearson = as.numeric(binom.test(p[1], p[2])$conf.int),
  clopper_pearson_90 = as.numeric(binom.test(p[1], p[2], conf.level = 0.9)$conf.int),
  wilson = wil(p[1], p[2]), jeffreys = jeff(p[1], p[2]), mid_p = midp(p[1], p[2])))
newcombe <- lapply(tables, function(t) { a <- wil(t[1], t[1] + t[2]); b <- wil(t[3], t[3] + t[4]); p <- t[1] / (t[1] + t[2]); q <- t[3] / (t[3] + t[4])
  list(table = t, value = p - q, low = p - q - sqrt((p - a[1])^2 + (b[2] - q)^2), high = p - q + sqrt((a[2] - p)^2 + (q - b[1])^2)) })
rr <- lapply(tables[c(1, 4, 5, 6)], function(t) { n1 <- t[1] + t[2]; n2 <- t[3] + t[4]; r <- (t[1] / n1) / (t[3] / n2)
  e <- sqrt(1 / t[1] - 1 / n1 + 1 / t[3] - 1 / n2); list(table = t, value = r, low = r * exp(qnorm(0.025) * e), high = r * exp(qnorm(0.975) * e)) })
rates <- lapply(list(c(11, 800, 4, 1000), c(0, 50, 5, 60), c(5, 60, 0, 50)), function(r) { p <- poisson.test(r[c(1, 3)], r[c(2, 4)])
  list(input = r, value = unname(p$estimate), low = p$conf.int[1], high = p$conf.int[2], p = p$p.value) })
rate <- lapply(list(c(22, 68000), c(0, 10)), function(r) { p <- poisson.test(r[1], r[2]); list(input = r, value = unname(p$estimate), low = p$conf.int[1], high = p$conf.int[2]) })
disp <- lapply(list(c(25, 975, 150, 98850), c(3, 40, 20, 5000), c(0, 30, 12, 900), c(2, 10, 400, 9000)), function(t) {
  a <- t[1]; b <- t[2]; c <- t[3]; d <- t[4]; n <- sum(t); E <- (a + b) * (a + c) / n
  ror <- a * d / (b * c); se <- sqrt(1 / a + 1 / b + 1 / c + 1 / d); prr <- (a / (a + b)) / (c / (c + d)); ps <- sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
  x <- suppressWarnings(chisq.test(matrix(t, 2, byrow = TRUE), correct = TRUE))
  ic <- log2(c((a + 0.5) / (E + 0.5), qgamma(c(0.025, 0.975), a + 0.5, E + 0.5)))
  list(table = t, ror = if (a > 0) ror * exp(c(0, qnorm(c(0.025, 0.975)) * se)), prr = if (a > 0) prr * exp(c(0, qnorm(c(0.025, 0.975)) * ps)),
       chi2 = unname(x$statistic), chi2_p = x$p.value, ic = ic, expected = E) })
write_json(list(fisher = fisher, one = one, newcombe = newcombe, risk_ratio = rr, rate_ratio = rates, rate = rate, disproportionality = disp),
           "exact.json", digits = I(17), auto_unbox = TRUE, na = "null", null = "null")
