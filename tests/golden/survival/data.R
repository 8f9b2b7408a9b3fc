# The data sets of R's survival package that the golden values are of, as columns, with what the tests change in them.
suppressPackageStartupMessages({library(survival); library(cmprsk); library(jsonlite)})
options(digits = 17)

written <- function(what, name) {
  writeLines(toJSON(what, digits = I(17), na = "null", auto_unbox = TRUE, null = "null", pretty = FALSE), paste0(name, ".json"))
}
columns <- function(d) as.list(d)

# lung: deaths among 228 patients with lung cancer; ties at days; weights whole and fractional
lung_rows <- with(lung, data.frame(time, event = as.integer(status == 2), sex, age, inst = ifelse(is.na(inst), 99, inst)))
lung_rows$count <- 1 + (seq_len(nrow(lung_rows)) %% 3)
lung_rows$weight <- round(0.3 + (seq_len(nrow(lung_rows)) * 7 %% 11) %% 5 / 3, 3)
lung_rows$month <- ceiling(lung_rows$time / 30)
# veteran: 137 men, four cell types
veteran_rows <- with(veteran, data.frame(time, event = status, trt, cell = as.integer(celltype), karno, age, prior = as.integer(prior == 10)))
# heart: Stanford transplants as (start, stop] rows
heart_rows <- with(heart, data.frame(start, stop, event, age, surgery, transplant = as.integer(transplant == 1), id))
# mgus: left truncated at diagnosis, on the scale of age (rounded: R takes times within 1e-8 of each other for ties)
mgus_rows <- subset(with(mgus, data.frame(entry = age, time = round(age + futime / 365.25, 3), event = death, male = as.integer(sex == "male"))), time > entry)
# late: entries so late and few that the risk set empties
late_rows <- data.frame(entry = c(0, 2, 5, 5, 6, 6, 7, 12, 12), time = c(3, 3, 9, 8, 9, 11, 11, 14, 15), event = c(1, 1, 1, 0, 1, 0, 0, 1, 0))
# mgus2: progression or death before it, 1,384 people
mgus2_rows <- with(mgus2, data.frame(time = ifelse(pstat == 1, ptime, futime), cause = ifelse(pstat == 1, 1, ifelse(death == 1, 2, 0)), age, male = as.integer(sex == "M"), mspike = ifelse(is.na(mspike), 1.2, mspike)))
mgus2_rows$entry <- pmax(0, mgus2_rows$time - 1 - (seq_len(nrow(mgus2_rows)) * 37) %% 150)
mgus2_rows <- subset(mgus2_rows, time > 0)
# pbc: transplant (1) or death (2)
pbc_rows <- with(subset(pbc, !is.na(trt)), data.frame(time, cause = status, trt, age, stage = stage, bili, edema))
# ovarian: 26 women, few deaths
ovarian_rows <- with(ovarian, data.frame(time = futime, event = fustat))
# colon: death, with rows of the 929 patients
colon_rows <- with(subset(colon, etype == 2), data.frame(time, event = status, rx = as.integer(rx), obstruct, node4, extent))
# bladder: up to four recurrences of 85 patients as (start, stop] rows
bladder_rows <- with(subset(bladder2, TRUE), data.frame(id, start, stop, event, rx, size, number, enum))
