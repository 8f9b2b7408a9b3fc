# Kaplan-Meier, Nelson-Aalen, quantiles and restricted means by R's survival. Writes curves.json.  Rscript curves.R
source("data.R")

of <- function(y, kind, ...) {
  fit <- survfit(y ~ 1, conf.type = kind, ...)
  s <- summary(fit, censored = TRUE)
  q <- quantile(fit, probs = c(0.1, 0.25, 0.5, 0.75))
  list(time = fit$time, survival = fit$surv, low = fit$lower, high = fit$upper, error = s$std.err, at_risk = fit$n.risk,
       events = fit$n.event, censored = fit$n.censor, quantile = q$quantile, quantile_low = q$lower, quantile_high = q$upper,
       hazard = fit$cumhaz, hazard_error = fit$std.chaz)
}
kinds <- c("plain", "log", "log-log", "logit", "arcsin")
all_kinds <- function(y, ...) setNames(lapply(kinds, function(k) of(y, k, ...)), kinds)
mean_to <- function(y, tau, ...) {
  t <- summary(survfit(y ~ 1, ...), rmean = tau)$table
  list(tau = tau, mean = t[["rmean"]], error = t[["se(rmean)"]])
}

written(list(
  lung = list(data = columns(lung_rows), plain = with(lung_rows, all_kinds(Surv(time, event))),
              counted = with(lung_rows, of(Surv(time, event), "log-log", weights = count)),
              weighted = with(lung_rows, of(Surv(time, event), "log", weights = weight)),
              monthly = with(lung_rows, of(Surv(month, event), "log-log")),
              level = survfit(Surv(time, event) ~ 1, lung_rows, conf.int = 0.9, conf.type = "log-log")$lower,
              means = with(lung_rows, lapply(c(30, 365.25, 1000), function(t) mean_to(Surv(time, event), t))),
              means_counted = with(lung_rows, mean_to(Surv(time, event), 500, weights = count)),
              at = with(lung_rows, { s <- summary(survfit(Surv(time, event) ~ 1, conf.type = "log-log"), times = c(0, 100, 365, 1000))
                list(time = s$time, survival = s$surv, error = s$std.err, low = s$lower, high = s$upper, at_risk = s$n.risk) })),
  mgus = list(data = columns(mgus_rows), delayed = with(mgus_rows, all_kinds(Surv(entry, time, event))),
              since = with(mgus_rows, of(Surv(entry, time, event), "log-log", start.time = 60))),
  ovarian = list(data = columns(ovarian_rows), plain = with(ovarian_rows, of(Surv(time, event), "log-log"))),
  late = list(data = columns(late_rows), delayed = with(late_rows, of(Surv(entry, time, event), "log-log"))),
  flat = lapply(list(list(t = c(1, 2, 3, 4), e = c(1, 1, 1, 0)), list(t = c(1, 2, 3, 4), e = c(1, 1, 0, 0)), list(t = c(1, 1, 2, 5, 5, 5, 7), e = c(0, 0, 1, 1, 0, 1, 0)), list(t = c(4, 5), e = c(0, 0))),
                function(d) { q <- quantile(survfit(Surv(d$t, d$e) ~ 1, conf.type = "log-log"), 0.5)
                  list(time = d$t, event = d$e, median = q$quantile, low = q$lower, high = q$upper) })
), "curves")
