# Golden values of effects from two-by-two counts, Mantel-Haenszel and Peto, Harbord and Peters. Writes counts.json.
suppressMessages({library(metafor); library(metadat); library(jsonlite)})
sets <- list(
  bcg = with(dat.bcg, data.frame(a = tpos, n1 = tpos + tneg, c = cpos, n2 = cpos + cneg)),
  nielweise2007 = with(dat.nielweise2007, data.frame(a = ai, n1 = n1i, c = ci, n2 = n2i)),
  collins1985b = with(dat.collins1985b, data.frame(a = pre.xti, n1 = pre.nti, c = pre.xci, n2 = pre.nci)),
  collins1985a = with(subset(dat.collins1985a, !is.na(d.xti) & !is.na(d.xci)), data.frame(a = d.xti, n1 = nti, c = d.xci, n2 = nci)),
  double_zero = data.frame(a = c(0, 1, 0, 5, 20), n1 = c(20, 25, 30, 40, 20), c = c(0, 0, 3, 9, 20), n2 = c(22, 26, 31, 39, 20))
)
measures <- c(odds_ratio = "OR", risk_ratio = "RR", risk_difference = "RD", arcsine = "AS", peto = "PETO")
effect <- function(d, m, ...) { e <- suppressWarnings(escalc(measure = m, ai = a, n1i = n1, ci = c, n2i = n2, data = d, ...))
  list(y = as.numeric(e$yi), v = as.numeric(e$vi)) }
one <- function(d) {
  mh <- lapply(c(odds_ratio = "OR", risk_ratio = "RR", risk_difference = "RD"), function(m) {
    r <- rma.mh(measure = m, ai = a, n1i = n1, ci = c, n2i = n2, data = d)
    list(value = c(r$beta), se = r$se, low = r$ci.lb, high = r$ci.ub, cmh = r$MH, cmh_p = r$MHp) })
  p <- suppressWarnings(rma.peto(ai = a, n1i = n1, ci = c, n2i = n2, data = d))
  list(counts = d,
    plain = lapply(measures, function(m) effect(d, m, add = 0, drop00 = m %in% c("OR", "RR"))),
    half_to_zero_cells = lapply(measures[1:3], function(m) effect(d, m, add = 1/2, to = "only0", drop00 = TRUE)),
    half_to_all = lapply(measures[1:3], function(m) effect(d, m, add = 1/2, to = "all", drop00 = TRUE)),
    quarter_if_any = lapply(measures[1:3], function(m) effect(d, m, add = 1/4, to = "if0all", drop00 = TRUE)),
    mantel_haenszel = mh, peto = list(value = c(p$beta), se = p$se, low = p$ci.lb, high = p$ci.ub, q = p$QE))
}
out <- lapply(sets, one)
line <- function(d) {
  d <- subset(as.data.frame(lapply(d, as.numeric)), a + c > 0 & a + c < n1 + n2)
  n <- d$n1 + d$n2; m <- d$a + d$c
  z <- d$a - d$n1 * m / n; v <- d$n1 * d$n2 * m * (n - m) / (n^2 * (n - 1))
  h <- summary(lm(I(z / v) ~ I(1 / sqrt(v)), weights = v))$coefficients
  e <- escalc(measure = "OR", ai = a, n1i = n1, ci = c, n2i = n2, data = d, add = 1/2, to = "only0")
  p <- summary(lm(e$yi ~ I(1 / n), weights = m * (n - m) / n))$coefficients
  list(harbord = list(slope = h[2, 1], se = h[2, 2], t = h[2, 3], p = h[2, 4], intercept = h[1, 1]),
       peters = list(slope = p[2, 1], se = p[2, 2], t = p[2, 3], p = p[2, 4], intercept = p[1, 1]))
}
out$asymmetry <- lapply(sets[c("bcg", "nielweise2007", "collins1985a")], line)
write_json(out, "counts.json", digits = I(17), auto_unbox = TRUE, na = "null", null = "null", dataframe = "columns")
