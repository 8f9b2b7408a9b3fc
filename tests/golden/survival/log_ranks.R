# Log-rank tests. survdiff where R has them; the other weights and delayed entry from risk tables added up in the open.
# Writes log_ranks.json.  Rscript log_ranks.R
source("data.R")

by_survdiff <- function(formula, data, rho = 0) {
  s <- survdiff(formula, data, rho = rho)
  total <- function(x) if (is.matrix(x)) rowSums(x) else x
  list(statistic = s$chisq, df = length(s$n) - 1, observed = total(s$obs), expected = total(s$exp))
}
# The sums of Klein and Moeschberger, section 7.3, one event time after the other.
by_hand <- function(entry, time, event, group, strata, weight) {
  groups <- sort(unique(group)); k <- length(groups)
  u <- rep(0, k); v <- matrix(0, k, k); o <- e <- rep(0, k)
  for (s in unique(strata)) {
    km <- 1; peto <- 1
    for (t in sort(unique(time[event == 1 & strata == s]))) {
      here <- strata == s & entry < t & time >= t
      n <- sum(here); d <- sum(here & time == t & event == 1)
      ng <- sapply(groups, function(g) sum(here & group == g))
      dg <- sapply(groups, function(g) sum(here & group == g & time == t & event == 1))
      peto <- peto * (1 - d / (n + 1))
      w <- weight(km, n, peto)
      o <- o + w * dg; e <- e + w * d * ng / n
      if (n > 1) v <- v + w^2 * d * (n - d) / (n - 1) * (diag(ng / n, k) - outer(ng, ng) / n^2)
      km <- km * (1 - d / n)
    }
  }
  u <- (o - e)[-1]
  list(statistic = sum(u * solve(v[-1, -1], u)), df = k - 1, observed = o, expected = e)
}
weights <- list(fh11 = function(s, n, p) s * (1 - s), fh01 = function(s, n, p) 1 - s, fh00 = function(s, n, p) 1,
                fh_half = function(s, n, p) sqrt(s), gehan = function(s, n, p) n, tarone = function(s, n, p) sqrt(n), peto = function(s, n, p) p)
veteran_hand <- with(veteran_rows, lapply(weights, function(w) by_hand(rep(-1, length(time)), time, event, cell, trt, w)))
heart_hand <- with(heart_rows, lapply(weights, function(w) by_hand(start, stop, event, surgery, rep(1, length(stop)), w)))

written(list(
  veteran = list(data = columns(veteran_rows),
                 cell = by_survdiff(Surv(time, event) ~ cell, veteran_rows), trt = by_survdiff(Surv(time, event) ~ trt, veteran_rows),
                 rho1 = by_survdiff(Surv(time, event) ~ cell, veteran_rows, 1), rho_half = by_survdiff(Surv(time, event) ~ cell, veteran_rows, 0.5),
                 stratified = by_survdiff(Surv(time, event) ~ cell + strata(trt), veteran_rows),
                 stratified_rho1 = by_survdiff(Surv(time, event) ~ cell + strata(trt), veteran_rows, 1), hand = veteran_hand),
  colon = list(data = columns(colon_rows[, c("time", "event", "rx", "extent")]), arms = by_survdiff(Surv(time, event) ~ rx, colon_rows),
               strata = by_survdiff(Surv(time, event) ~ rx + strata(extent), colon_rows, 1)),
  lung = list(data = columns(lung_rows), months = by_survdiff(Surv(month, event) ~ sex, lung_rows),
              centres = by_survdiff(Surv(time, event) ~ sex + strata(inst), lung_rows)),
  heart = list(data = columns(heart_rows), hand = heart_hand,
               score = coxph(Surv(start, stop + (1:172) / 1e4, event) ~ surgery, heart_rows, timefix = FALSE)$score)
), "log_ranks")
