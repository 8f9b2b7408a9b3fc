# Question answered: how long does R take for the same fit, and what does it find?
# Rscript peers.R FOLDER WHAT: reads what statistics.py drew, fits twice, prints seconds of the second and one figure.
words <- commandArgs(trailingOnly = TRUE)
read <- function(name) utils::read.csv(file.path(words[1], name))
need <- function(name) suppressPackageStartupMessages(library(name, character.only = TRUE))

kaplan_meier <- function() {
  need("survival"); d <- read("people.csv")
  list(run = function() survfit(Surv(time, event) ~ 1, data = d, conf.type = "log-log"),
       figure = function(f) summary(f, times = 365)$surv)
}
cox <- function() {
  need("survival"); d <- read("people.csv")
  list(run = function() coxph(Surv(time, event) ~ x1 + x2 + x3, data = d), figure = function(f) coef(f)[[1]])
}
glmm <- function() {
  need("metafor"); d <- read("studies.csv")
  list(run = function() rma.glmm(measure = "PLO", xi = d$events, ni = d$n), figure = function(f) plogis(coef(f)[[1]]))
}
network <- function() {
  need("metafor"); d <- read("contrasts.csv")
  names <- sort(unique(c(d$treatment, d$comparator)))
  x <- t(sapply(seq_len(nrow(d)), function(i) (names == d$treatment[i]) - (names == d$comparator[i])))[, -1]
  list(run = function() rma.mv(effect, standard_error^2, mods = x, intercept = FALSE, random = ~ 1 | trial, data = d),
       figure = function(f) coef(f)[[length(names) - 1]])
}

subject <- get(words[2])()
invisible(subject$run())
seconds <- system.time(fit <- subject$run())[["elapsed"]]
cat(sprintf('{"fit_seconds": %.6f, "figure": %.12g}\n', seconds, subject$figure(fit)))
