"""Synthetic cohorts with known truth: invented patients, what was observed of them, and what must be derived.

    parameters   the numbers of a cohort's record of knowledge, as arrays
    disease      clones that grow, are killed and grow resistant
    markers      what the laboratory reads of them
    reading      what the published rules make of each value, as it comes: baseline, lowest, rise, response
    care         what is decided at each visit: regimens, transplant, maintenance, the next line
    simulation   one block of patients, from diagnosis to the end of their record
    truth        lines, responses, progressions, refractoriness and status, by construction
    rows         the observed record as columns
    writing      columns into a record folder, block by block

The truth is written down as it happens; no derivation of `thirdline.course` takes part in it.
"""
