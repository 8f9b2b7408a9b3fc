# Known patients, their Kaplan-Meier curves as a reader would digitise them, and what the patients themselves give.
# Run in this folder: Rscript curves.R; writes curves.json. Data sets: survival (lung, ovarian, veteran, colon).
suppressMessages({library(survival); library(jsonlite)})

sets <- list(
  lung = list(data = transform(lung[complete.cases(lung[, c("time", "status", "sex")]), ], event = status == 2, arm = factor(sex)), step = 100),
  ovarian = list(data = transform(ovarian, time = futime, event = fustat == 1, arm = factor(rx)), step = 200),
  veteran = list(data = transform(veteran, event = status == 1, arm = factor(trt)), step = 60),
  colon = list(data = transform(subset(colon, etype == 2 & rx != "Lev"), event = status == 1, arm = factor(rx == "Lev+5FU")), step = 365)
)

curve_of <- function(fit) list(times = c(0, fit$time), survival = c(1, fit$surv))

# A digitised curve: read on a grid of the time axis, to three decimals, as a mouse does it.
digitised <- function(fit, longest) {
  at <- seq(0, longest, length.out = 121)
  list(times = at, survival = round(summary(fit, times = at, extend = TRUE)$surv, 3))
}

arm_of <- function(d, step) {
  fit <- survfit(Surv(time, event) ~ 1, data = d)
  at <- seq(0, max(d$time), by = step)
  list(
    n = nrow(d), events = sum(d$event), time = d$time, event = d$event,
    exact = curve_of(fit), risk_everywhere = list(times = c(0, fit$time), at_risk = c(fit$n, fit$n.risk)),
    digitised = digitised(fit, max(d$time)),
    risk = list(times = at, at_risk = sapply(at, function(t) sum(d$time >= t))),
    median = unname(summary(fit)$table["median"])
  )
}

out <- lapply(sets, function(set) {
  d <- set$data
  cox <- coxph(Surv(time, event) ~ arm, data = d)
  rank <- survdiff(Surv(time, event) ~ arm, data = d)
  list(
    arms = lapply(split(d, d$arm), arm_of, step = set$step),
    log_hazard_ratio = unname(coef(cox)), standard_error = sqrt(vcov(cox)[1, 1]), log_rank = rank$chisq
  )
})
write_json(out, "curves.json", digits = NA, auto_unbox = TRUE, na = "null")
