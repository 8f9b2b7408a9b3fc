# Golden values of pooled effects: estimators of tau2, intervals, prediction, heterogeneity, leave-one-out, influence,
# cumulative pools, meta-regression, subgroups, funnel tests, trim and fill. Writes effects.json beside itself.
# Debian: r-cran-metafor 3.8, r-cran-metadat. Run: Rscript effects.R
suppressMessages({library(metafor); library(metadat); library(jsonlite)})
strict <- list(threshold = 1e-12, maxiter = 50000, tol = 1e-13)
methods <- c("DL", "REML", "ML", "PM", "EB", "SJ", "HE", "HS")

sets <- list(
  bcg = escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg),
  hackshaw = dat.hackshaw1998,
  collins1985b = escalc(measure = "OR", ai = pre.xti, n1i = pre.nti, ci = pre.xci, n2i = pre.nci, data = dat.collins1985b),
  yusuf_table6 = subset(escalc(measure = "OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i,
                               data = dat.yusuf1985, add = 0), table == "6" & !is.na(yi) & is.finite(yi) & is.finite(vi)),
  normand = escalc(measure = "MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i,
                   data = dat.normand1999),
  li2007 = escalc(measure = "OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = dat.li2007),
  dorn2007 = escalc(measure = "RR", ai = x.a, n1i = n.a, ci = x.p, n2i = n.p, data = dat.dorn2007),
  alike = data.frame(yi = c(0.10, 0.12, 0.11, 0.13, 0.09), vi = c(0.04, 0.05, 0.06, 0.03, 0.08)),
  three = data.frame(yi = c(-0.9, 0.2, -0.4), vi = c(0.02, 0.05, 0.01))
)

estimate <- function(fit) list(value = c(fit$beta)[1], se = fit$se[1], low = fit$ci.lb[1], high = fit$ci.ub[1])

one <- function(d) {
  yi <- as.numeric(d$yi); vi <- as.numeric(d$vi)
  fits <- lapply(setNames(methods, methods), function(m) rma(yi, vi, method = m, control = strict))
  tests <- lapply(setNames(nm = c("z", "t", "knha", "adhoc")), function(t)
    estimate(rma(yi, vi, method = "REML", test = t, control = strict)))
  reml <- fits$REML
  profile <- function(m) { ci <- confint(fits[[m]], control = list(tol = 1e-13, maxiter = 10000, tau2.max = 1e5))$random
    list(tau2 = ci[1, ], i2 = ci[3, ], h2 = ci[4, ], empty = isTRUE(confint(fits[[m]])$ci.null)) }
  knha <- rma(yi, vi, method = "REML", test = "knha", control = strict)
  limits <- function(p) c(p$pi.lb[1], p$pi.ub[1])
  common <- rma(yi, vi, method = "FE")
  inf <- influence(reml)$inf
  l1o <- leave1out(knha)
  list(
    y = yi, v = vi, tau2 = lapply(fits, function(f) f$tau2), mean = lapply(fits, estimate), reml_tests = tests,
    common = estimate(common), q = common$QE, df = length(yi) - 1, p = common$QEp,
    i2 = lapply(fits, function(f) f$I2), h2 = lapply(fits, function(f) f$H2),
    weights = weights(reml), weights_common = weights(common),
    q_profile = list(REML = profile("REML"), DL = profile("DL")),
    prediction = list(wald_hts = limits(predict(reml, pi.type = "riley")), wald_k1 = limits(predict(reml, pi.type = "t")),
                      wald_normal = limits(predict(reml)), knha_hts = limits(predict(knha, pi.type = "riley"))),
    influence = list(rstudent = inf$rstudent, dffits = inf$dffits, cook = inf$cook.d, covariance_ratio = inf$cov.r,
                     tau2 = inf$tau2.del, q = inf$QE.del, leverage = inf$hat),
    leave_one_out = list(value = l1o$estimate, low = l1o$ci.lb, high = l1o$ci.ub, tau2 = l1o$tau2),
    egger = { e <- regtest(common, model = "lm"); list(z = e$zval, p = e$pval, intercept = e$est, low = e$ci.lb, high = e$ci.ub) },
    begg = { b <- suppressWarnings(ranktest(common)); list(tau = unname(b$tau), p = unname(b$pval)) }
  )
}
out <- lapply(sets, one)

bcg <- sets$bcg; bcg$year0 <- bcg$year - 1900
regress <- function(f, t, m = "REML") {
  r <- rma(f, vi, data = bcg, method = m, test = t, control = strict)
  p <- confint(r, control = list(tol = 1e-13, maxiter = 10000, tau2.max = 1e5))$random
  list(beta = c(r$beta), se = r$se, low = r$ci.lb, high = r$ci.ub, p = r$pval, tau2 = r$tau2, tau2_ci = p[1, 2:3], QM = r$QM,
       QMp = r$QMp, QE = r$QE, QEp = r$QEp, R2 = r$R2, I2 = r$I2, H2 = r$H2)
}
out$regression <- list(
  ablat = as.numeric(bcg$ablat), year0 = bcg$year0, alloc = as.character(bcg$alloc),
  one_z = regress(yi ~ ablat, "z"), two_knha = regress(yi ~ ablat + year0, "knha"), two_adhoc = regress(yi ~ ablat + year0, "adhoc"),
  one_t_ml = regress(yi ~ ablat, "t", "ML"), one_dl = regress(yi ~ ablat, "z", "DL"), one_pm = regress(yi ~ ablat, "z", "PM"),
  one_sj = regress(yi ~ ablat, "z", "SJ"), one_he = regress(yi ~ ablat, "z", "HE"), one_hs = regress(yi ~ ablat, "z", "HS"),
  at_33 = { p <- predict(rma(yi ~ ablat, vi, data = bcg, test = "knha", control = strict), newmods = 33.46); c(p$pred, p$ci.lb, p$ci.ub) }
)
groups <- split(bcg, bcg$alloc)[unique(as.character(bcg$alloc))]
sub <- lapply(groups, function(g) rma(yi, vi, data = g, method = "REML", control = strict))
means <- rma(sapply(sub, function(r) c(r$beta)), sei = sapply(sub, function(r) r$se), method = "FE")
fe <- rma(yi ~ alloc, vi, data = bcg, method = "FE")
one_tau <- rma(yi ~ alloc, vi, data = bcg, method = "REML", control = strict)
one_knha <- rma(yi ~ alloc, vi, data = bcg, method = "REML", test = "knha", control = strict)
out$subgroups <- list(
  names = names(sub), separate = lapply(sub, estimate), tau2 = lapply(sub, function(r) r$tau2), QB = means$QE, QBp = means$QEp,
  QB_common_effect = fe$QM, QBp_common_effect = fe$QMp, common_tau2 = one_tau$tau2, QB_common_tau2 = one_tau$QM,
  QBp_common_tau2 = one_tau$QMp, F_knha = one_knha$QM, Fp_knha = one_knha$QMp)
ordered <- rma(yi, vi, data = bcg, method = "DL")
cum <- cumul(ordered, order = bcg$year)
out$cumulative <- list(year = bcg$year, value = cum$estimate, low = cum$ci.lb, high = cum$ci.ub)

fill <- function(d, m, e, side = NULL) {
  f <- rma(as.numeric(d$yi), as.numeric(d$vi), method = m, control = strict)
  t <- if (is.null(side)) trimfill(f, estimator = e, control = strict) else trimfill(f, estimator = e, side = side, control = strict)
  list(side = t$side, missing = t$k0, value = c(t$beta), low = t$ci.lb, high = t$ci.ub, filled = as.numeric(t$yi[t$fill]))
}
out$trim_and_fill <- list(
  hackshaw_common_L0 = fill(sets$hackshaw, "FE", "L0"), hackshaw_reml_L0 = fill(sets$hackshaw, "REML", "L0"),
  hackshaw_common_R0 = fill(sets$hackshaw, "FE", "R0"), li2007_common_L0 = fill(sets$li2007, "FE", "L0"),
  li2007_dl_R0 = fill(sets$li2007, "DL", "R0"), bcg_reml_L0 = fill(sets$bcg, "REML", "L0"),
  bcg_reml_right = fill(sets$bcg, "REML", "L0", "right"))
# Restricted likelihoods with two maxima: what Fisher scoring finds, and the highest by metafor's own log-likelihood on a grid.
two <- list(upper = list(y = c(-4.26, 0.0, -3.77, 0.19), v = c(1.2395, 0.0008, 5.8983, 0.0756)),
            zero = list(y = c(-0.03, 0.1, 0.0, 0.0, -4.18), v = c(0.8799, 0.1673, 9.4366, 0.0014, 1.9208)),
            scoring_stops_low = list(y = c(0.35, -0.05, 0.14, 2.53, 0.3), v = c(5.3055, 1.1876, 0.0062, 0.5215, 0.0014)),
            scoring_stops_high = list(y = c(-0.05, 0.15, 3.23, -0.21), v = c(0.006, 0.0012, 1.0566, 0.0185)))
out$two_maxima <- lapply(two, function(s) {
  at <- function(t) c(logLik(rma(s$y, s$v, tau2 = t)))
  grid <- c(0, exp(seq(log(1e-5), log(50), length.out = 400)))
  l <- sapply(grid, at); i <- which.max(l)
  best <- if (i == 1) 0 else optimize(at, grid[c(i - 1, i + 1)], maximum = TRUE, tol = 1e-10)$maximum
  r <- suppressWarnings(rma(s$y, s$v, control = list(maxiter = 10000)))
  c(s, list(scoring = r$tau2, scoring_log_likelihood = c(logLik(r)), best = best, best_log_likelihood = at(best)))
})
out$about <- list(R = R.version.string, metafor = as.character(packageVersion("metafor")))
write_json(out, "effects.json", digits = I(17), auto_unbox = TRUE, na = "null", null = "null")
