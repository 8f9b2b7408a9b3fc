# Golden values of pooled proportions: transformations with their way back, and the binomial-normal GLMM by rma.glmm and by
# lme4 directly (adaptive Gauss-Hermite, 100 nodes). Writes proportions.json.
suppressMessages({library(metafor); library(metadat); library(lme4); library(jsonlite)})
strict <- list(threshold = 1e-12, maxiter = 50000)
set.seed(20)
n30 <- sample(8:150, 30, replace = TRUE)
sets <- list(
  pritz1997 = data.frame(x = dat.pritz1997$xi, n = dat.pritz1997$ni),
  debruin2009 = data.frame(x = dat.debruin2009$xi, n = dat.debruin2009$ni),
  pagliaro_control = with(subset(dat.pagliaro1992, trt == "control"), data.frame(x = xi, n = ni)),
  thirty = data.frame(x = rbinom(30, n30, plogis(rnorm(30, 0.8, 0.9))), n = n30),
  rare = data.frame(x = c(0, 1, 0, 2, 0, 3, 1), n = c(40, 55, 23, 90, 31, 60, 48)),
  alike = data.frame(x = c(5, 10, 14, 21), n = c(10, 20, 30, 40))
)
back <- function(m, n) switch(m, PLO = plogis, PAS = function(t) transf.iarcsin(t),
                              PFT = function(t) transf.ipft.hm(t, targs = list(ni = n)), PR = identity)
pooled <- function(d, m) {
  e <- if (m %in% c("PLO", "PR")) escalc(measure = m, xi = x, ni = n, data = d, add = 1/2, to = "only0")
       else escalc(measure = m, xi = x, ni = n, data = d, add = 0)
  f <- back(m, d$n)
  fit <- function(...) { r <- rma(as.numeric(e$yi), as.numeric(e$vi), ...)
    list(tau2 = r$tau2, raw = c(c(r$beta), r$ci.lb, r$ci.ub), read = sapply(c(c(r$beta), r$ci.lb, r$ci.ub), f), q = r$QE) }
  list(y = as.numeric(e$yi), v = as.numeric(e$vi), common = fit(method = "FE"),
       reml_knha = fit(method = "REML", test = "knha", control = strict), dl_z = fit(method = "DL"))
}
glmm <- function(d, profile = TRUE) {
  r <- suppressWarnings(rma.glmm(measure = "PLO", xi = x, ni = n, data = d, nAGQ = 25))
  rt <- suppressWarnings(rma.glmm(measure = "PLO", xi = x, ni = n, data = d, nAGQ = 25, test = "t"))
  d$study <- seq_len(nrow(d))
  m <- suppressMessages(glmer(cbind(x, n - x) ~ 1 + (1 | study), data = d, family = binomial, nAGQ = 100,
    control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.02, rhoend = 1e-11, maxfun = 1e6), tolPwrss = 1e-12)))
  ci <- if (profile) suppressWarnings(suppressMessages(confint(m, method = "profile", parm = "theta_", quiet = TRUE))) else c(NA, NA)
  list(glmer = list(mu = unname(fixef(m)), se = sqrt(vcov(m)[1, 1]), tau = unname(sqrt(VarCorr(m)[[1]][1])), profile = as.numeric(ci)),
       rma_glmm = list(mu = c(r$beta), se = r$se, low = r$ci.lb, high = r$ci.ub, t_low = rt$ci.lb, t_high = rt$ci.ub, tau2 = r$tau2,
                       i2 = r$I2, h2 = r$H2, lrt = r$QE.LRT, lrt_p = r$QEp.LRT))
}
out <- lapply(names(sets), function(s) c(list(x = sets[[s]]$x, n = sets[[s]]$n,
    transformed = lapply(c(logit = "PLO", arcsine = "PAS", freeman_tukey = "PFT", none = "PR"), function(m) pooled(sets[[s]], m))),
  glmm(sets[[s]], profile = s != "alike")))
names(out) <- names(sets)
# What R says of cells that are 0 % or 100 %: figures without a warning. Kept to show the trap, not as values to reach.
trap <- function(x, n) {
  said <- NULL
  r <- withCallingHandlers(tryCatch(rma.glmm(measure = "PLO", xi = x, ni = n), error = function(e) conditionMessage(e)),
                           warning = function(w) { said <<- c(said, conditionMessage(w)); invokeRestart("muffleWarning") })
  if (is.character(r)) return(list(x = x, n = n, error = r))
  list(x = x, n = n, proportion = plogis(c(c(r$beta), r$ci.lb, r$ci.ub)), tau2 = r$tau2, warnings = length(said))
}
out$trap <- list(nearly = trap(c(10, 12, 0, 20, 9), c(10, 12, 5, 20, 10)), only = trap(c(10, 12, 0, 8), c(10, 12, 6, 8)),
                 all = trap(c(10, 12, 20), c(10, 12, 20)))
write_json(out, "proportions.json", digits = I(17), auto_unbox = TRUE, na = "null", null = "null")
