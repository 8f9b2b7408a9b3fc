# Cumulative incidence, Gray's test and Fine-Gray regression by R's survival and cmprsk. Writes competing.json.
source("data.R")

incidence <- function(y, ...) {
  fit <- survfit(y ~ 1, conf.type = "log-log", ...)
  s <- summary(fit, censored = TRUE)
  list(time = fit$time, states = fit$states[-1], incidence = fit$pstate[, -1], error = fit$std.err[, -1], low = fit$lower[, -1], high = fit$upper[, -1], at_risk = fit$n.risk[, 1])
}
gray <- function(d, group, strata, rho = 0) {
  fit <- if (missing(strata)) cuminc(d$time, d$cause, group, rho = rho) else cuminc(d$time, d$cause, group, strata, rho = rho)
  list(statistic = fit$Tests[, 1], p = fit$Tests[, 2], df = fit$Tests[, 3])
}
shares <- function(d, times) { t <- timepoints(cuminc(d$time, d$cause), times); list(time = times, est = unname(t$est), var = unname(t$var)) }
regression <- function(d, x, of, ...) {
  fit <- crr(d$time, d$cause, as.matrix(x), failcode = of, gtol = 1e-13, maxiter = 50, ...)
  list(coefficients = unname(fit$coef), covariance = unname(fit$var), likelihood = fit$loglik, null = fit$loglik.null)
}
half <- function(t) ceiling(t / 12)
mgus2_years <- transform(mgus2_rows, time = half(time))
pbc_years <- transform(pbc_rows, time = ceiling(time / 180))
mgus2_rows$w <- round(0.5 + (seq_len(nrow(mgus2_rows)) %% 7) / 5, 2)
# ended: everybody of group 1 has had an event before the others end, the last of them of cause 1, then of cause 2
ended <- data.frame(time = c(1, 2, 2, 3, 5, 6, 2, 3, 3, 4, 6, 7, 8, 8, 9, 10), cause = c(2, 1, 2, 1, 2, 1, 1, 2, 0, 1, 1, 2, 1, 1, 0, 1), group = c(rep(1, 6), rep(2, 10)))
turned <- transform(ended, cause = ifelse(cause == 0, 0, 3 - cause))

written(list(
  ended = list(data = columns(ended), gray = gray(ended, ended$group), turned = gray(turned, ended$group)),
  mgus2 = list(data = columns(mgus2_rows), plain = with(mgus2_rows, incidence(Surv(time, factor(cause)))),
               years = with(mgus2_years, incidence(Surv(time, factor(cause)))),
               delayed = with(mgus2_rows, incidence(Surv(entry, time, factor(cause)), id = seq_along(time))),
               weighted = with(mgus2_years, incidence(Surv(time, factor(cause)), weights = mgus2_rows$w)),
               cuminc = shares(mgus2_years, c(2, 10, 20)),
               gray = gray(mgus2_rows, mgus2_rows$male), gray_years = gray(mgus2_years, mgus2_rows$male),
               regression = regression(mgus2_rows, mgus2_rows[, c("age", "male", "mspike")], 1),
               regression_years = regression(mgus2_years, mgus2_rows[, c("age", "male")], 2)),
  pbc = list(data = columns(pbc_rows), gray_stage = gray(pbc_rows, pbc_rows$stage), gray_years = gray(pbc_years, pbc_rows$stage),
             gray_strata = gray(pbc_years, pbc_rows$stage, pbc_rows$trt), gray_rho = gray(pbc_years, pbc_rows$stage, pbc_rows$trt, rho = 1.5),
             regression = regression(pbc_rows, pbc_rows[, c("age", "bili", "edema")], 2),
             regression_years = regression(pbc_years, pbc_rows[, c("age", "bili")], 1),
             regression_groups = regression(pbc_years, pbc_rows[, c("age", "bili")], 2, cengroup = pbc_rows$trt))
), "competing")
