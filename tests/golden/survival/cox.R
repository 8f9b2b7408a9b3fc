# Cox regressions by R's coxph, cox.zph, survfit and concordance. Writes cox.json.  Rscript cox.R
source("data.R")
tight <- coxph.control(eps = 1e-13, iter.max = 50, toler.chol = 1e-14)

told <- function(fit, zph = TRUE) {
  s <- summary(fit)
  wald <- drop(fit$coefficients %*% solve(fit$var, fit$coefficients))
  out <- list(coefficients = unname(fit$coefficients), covariance = unname(fit$var), model = unname(if (is.null(fit$naive.var)) fit$var else fit$naive.var),
              likelihood = fit$loglik, score = fit$score, wald = wald, low = unname(log(s$conf.int[, 3])), high = unname(log(s$conf.int[, 4])),
              p = unname(s$coefficients[, ncol(s$coefficients)]), n = fit$n, events = fit$nevent,
              concordance = unname(fit$concordance["concordance"]), concordance_error = unname(sqrt(concordance(fit)$var)))
  if (zph) for (k in c("km", "identity", "rank", "log")) out$zph[[k]] <- unname(cox.zph(fit, k)$table[, 1])
  out
}
hazard <- function(fit, at) {
  s <- survfit(fit, newdata = at, censor = FALSE)
  list(time = s$time, hazard = s$cumhaz, error = s$std.chaz, strata = unname(s$strata))
}

lung1 <- coxph(Surv(time, event) ~ age + sex, lung_rows, control = tight)
lung_b <- coxph(Surv(month, event) ~ age + sex, lung_rows, ties = "breslow", control = tight)
lung_e <- coxph(Surv(month, event) ~ age + sex, lung_rows, control = tight)
lung_s <- coxph(Surv(month, event) ~ age + sex + strata(inst), lung_rows, control = tight)
lung_c <- coxph(Surv(month, event) ~ age + sex, lung_rows, cluster = inst, control = tight)
lung_cs <- coxph(Surv(month, event) ~ age + strata(sex), lung_rows, cluster = inst, control = tight)
lung_n <- coxph(Surv(month, event) ~ age + sex, lung_rows, weights = count, control = tight)
lung_w <- coxph(Surv(month, event) ~ age + sex, lung_rows, weights = weight, control = tight)
lung_wb <- coxph(Surv(month, event) ~ age + sex, lung_rows, weights = weight, ties = "breslow", control = tight)
heart1 <- coxph(Surv(start, stop, event) ~ age + surgery + transplant, heart_rows, control = tight)
heart_s <- coxph(Surv(start, stop, event) ~ age + transplant + strata(surgery), heart_rows, control = tight)
heart_c <- coxph(Surv(start, stop, event) ~ age + surgery + transplant, heart_rows, cluster = id, control = tight)
bladder_c <- coxph(Surv(start, stop, event) ~ rx + size + number + strata(enum), bladder_rows, cluster = id, control = tight)
mgus1 <- coxph(Surv(entry, time, event) ~ male, mgus_rows, control = tight)
veteran1 <- coxph(Surv(time, event) ~ trt + karno + age + prior, veteran_rows, control = tight)

written(list(
  data = list(lung = columns(lung_rows), heart = columns(heart_rows), bladder = columns(bladder_rows), mgus = columns(mgus_rows), veteran = columns(veteran_rows)),
  fits = list(lung = told(lung1), lung_breslow = told(lung_b), lung_efron = told(lung_e), lung_strata = told(lung_s),
              lung_cluster = told(lung_c, FALSE), lung_cluster_strata = told(lung_cs, FALSE), lung_counted = told(lung_n), lung_weighted = told(lung_w, FALSE),
              lung_weighted_breslow = told(lung_wb, FALSE), heart = told(heart1, FALSE), heart_strata = told(heart_s, FALSE), heart_cluster = told(heart_c, FALSE),
              bladder = told(bladder_c, FALSE), mgus = told(mgus1), veteran = told(veteran1)),
  heart_zph = unname(cox.zph(heart1)$table[, 1]),
  hazards = list(lung = hazard(lung1, data.frame(age = 60, sex = 1)), lung_efron = hazard(lung_e, data.frame(age = 70, sex = 2)),
                 lung_breslow = hazard(lung_b, data.frame(age = 70, sex = 2)), heart = hazard(heart1, data.frame(age = 1, surgery = 1, transplant = 0)),
                 heart_strata = hazard(heart_s, data.frame(age = -3, transplant = 1)), lung_weighted = hazard(lung_w, data.frame(age = 70, sex = 2))),
  schoenfeld = unname(residuals(lung_e, "schoenfeld")), dfbeta = unname(residuals(lung_e, "dfbeta"))
), "cox")
