"""Knowledge in force, as the derivations read it: a practice's editions, laid as tables."""

from thirdline.tables.declared import declare

KNOWLEDGE = (
    declare(
        "run", "knowledge", "as_of", "What this run was asked.",
        """
        as_of:date = the whole record
        practice
        """,
    ),
    declare(
        "drug_facts", "knowledge", "drug", "Each drug's class and, for an antibody, its own isotype.",
        """
        drug
        drug_class
        heavy_chain = no antibody, or its isotype is not known
        light_chain = no antibody, or its isotype is not known
        fact
        """,
    ),
    declare(
        "drug_roles", "knowledge", "drug role", "What part a drug can play in a line.",
        """
        drug
        role
        """,
    ),
    declare(
        "line_rules", "knowledge", "criterion", "The parameters by which lines are told apart.",
        """
        criterion
        regimen_window_days:integer
        planned_transplant_days:integer
        tandem_days:integer
        consolidation_days:integer
        maintenance_gap_days:integer
        conditioning_days:integer
        mobilisation_days:integer
        lymphodepletion_days:integer
        bridging_days:integer
        dose_gap_days:integer
        """,
    ),
    declare(
        "regimen_compositions", "knowledge", "disease drugs", "Which regimen a set of drugs is.",
        """
        disease
        drugs
        regimen
        """,
    ),
    declare(
        "response_rules", "knowledge", "criterion", "Limits of response, lesion progression and clinical relapse.",
        """
        criterion
        flc_ratio_lowest:decimal
        flc_ratio_highest:decimal
        marrow_complete_below:decimal
        lesion_spd_rise_percent:decimal
        lesion_diameter_rise_percent:decimal
        lesion_short_axis_above:decimal
        relapse_calcium_above:decimal
        relapse_haemoglobin_fall:decimal
        relapse_creatinine_rise:decimal
        """,
    ),
    declare(
        "categories", "knowledge", "response", "Response categories by depth.",
        """
        response
        depth:integer
        needs_confirmation:boolean
        """,
    ),
    declare(
        "markers", "knowledge", "marker", "Markers of disease, by which route each is followed.",
        """
        marker
        route:integer
        needs_confirmation:boolean
        measurable_at_least:decimal = this marker has no least value
        fact
        """,
    ),
    declare(
        "response_levels", "knowledge", "marker response", "What a marker must reach for a category.",
        """
        marker
        response
        depth:integer
        fall_percent:decimal = no fall gives this category
        or_below:decimal = no absolute limit gives this category
        fact
        """,
    ),
    declare(
        "progression_thresholds", "knowledge", "marker lowest_from", "What a rise must reach to be progression.",
        """
        marker
        lowest_from:decimal
        lowest_below:decimal = no upper end
        rise_percent:decimal
        rise_amount:decimal
        amount_exceeded:boolean
        value_at_least:decimal
        fact
        """,
    ),
    declare(
        "assessment_profile", "knowledge", "criterion", "How gaps are treated in assessing response.",
        """
        criterion
        baseline_before_days:integer
        baseline_after_days:integer
        visit_days:integer
        immunofixation_days:integer
        missing_marker_accepted:boolean
        missing_urine_accepted:boolean
        longest_zero_run:integer
        zero_run_days:integer
        """,
    ),
    declare(
        "refractory_rules", "knowledge", "criterion", "When a drug counts as failed.",
        """
        criterion
        window_days:integer
        response_at_least
        depth_at_least:integer
        shortest_exposure_days:integer
        """,
    ),
    declare("uncounted_classes", "knowledge", "drug_class", "Classes never called refractory.", "drug_class"),
    declare(
        "refractory_tiers", "knowledge", "tier alternative drug_class", "What each tier demands.",
        """
        tier
        depth:integer
        alternative:integer
        drug_class
        at_least:integer
        fact
        """,
    ),
    declare(
        "class_schemes", "knowledge", "scheme drug_class", "Schemes that count classes.",
        """
        scheme
        drug_class
        """,
    ),
    declare(
        "stage_conditions", "knowledge", "system stage alternative item", "Conditions of each stage.",
        """
        system
        stage
        rank:integer
        alternative:integer
        item
        is_word = a limit, not a word
        at_least:decimal = no such limit
        more_than:decimal = no such limit
        below:decimal = no such limit
        at_most:decimal = no such limit
        n_conditions:integer
        n_before:integer
        fact
        """,
    ),
    declare(
        "stage_items", "knowledge", "system item", "Each value or word that a staging system asks for, once.",
        """
        system
        item
        """,
    ),
    declare(
        "stage_points", "knowledge", "system item is_word", "Points of systems that add them.",
        """
        system
        item
        is_word
        points:decimal
        """,
    ),
    declare(
        "stage_systems", "knowledge", "system", "Staging systems in force.",
        """
        system
        criterion
        otherwise = every stage has conditions
        reported_as
        window_days:integer
        uses_stages:boolean
        n_alternatives:integer
        n_point_items:integer
        """,
    ),
    declare(
        "interference_rules", "knowledge", "criterion", "When an antibody may pass for the M-protein.",
        """
        criterion
        m_protein_at_most:decimal
        washout_days:integer
        settled_by
        """,
    ),
    declare(
        "toxicity_rules", "knowledge", "criterion",
        "The edition of toxicity grades, their numbers, and how calcium is corrected.",
        """
        criterion
        edition
        mild:integer
        moderate:integer
        severe:integer
        life_threatening:integer
        albumin:decimal
        per_gram:decimal
        """,
    ),
    declare(
        "toxicity_ladders", "knowledge", "term analyte ladder",
        "Which rungs a value must pass, above or below its reference, for each grade of a term.",
        """
        term
        analyte
        ladder:integer
        direction
        reference
        way
        mild:decimal = no such rung
        moderate:decimal = no such rung
        severe:decimal = no such rung
        life_threatening:decimal = no such rung
        worst:integer
        closed:boolean
        abnormal:boolean
        baseline_above:decimal = of any baseline
        baseline_at_most:decimal = of any baseline
        baseline_below:decimal = of any baseline
        baseline_missing:boolean = whether or not there is one
        from_age:integer = at any age
        clinical:boolean
        up_to:integer = no sign that no laboratory sees makes it worse
        reported_in = whatever the unit reported
        not_reported_in = whatever the unit reported
        fact
        """,
    ),
    declare(
        "practice_preconditions", "knowledge", "finding", "What must be so for the practice's table to apply.",
        """
        finding
        value
        fact
        """,
    ),
    declare(
        "practice_cells", "knowledge", "cell", "The cells of the practice's table.",
        """
        cell
        disease
        depth:integer
        n_groups:integer
        contraindications
        fact
        """,
    ),
    declare(
        "practice_cell_groups", "knowledge", "cell part word", "To what the disease must be refractory, or must not.",
        """
        cell
        part:integer
        word
        refractory:boolean
        """,
    ),
    declare(
        "practice_options", "knowledge", "cell option", "What each cell offers.",
        """
        cell
        option
        in_brackets:boolean
        mark = no footnote
        """,
    ),
    declare(
        "option_drugs", "knowledge", "option drug",
        "The drugs of each option: `needed` if it cannot be without, `depletes` if it only makes room for a cell product.",
        """
        option
        drug
        drug_class
        needed:boolean
        depletes:boolean
        n_one_of:integer = it needs each of its drugs
        """,
    ),
    declare(
        "practice_footnotes", "knowledge", "mark", "What a footnote asks.",
        """
        mark
        refractory_to
        finding
        value
        drug_instead
        fact
        """,
    ),
    declare(
        "label_needs", "knowledge", "label disease part asked", "What each label asks of patients with its diseases.",
        """
        label
        disease
        question
        option
        authority
        in_force_from:date = not printed
        in_force_until:date = still in force
        part:integer
        n_words:integer
        fact
        need
        asked = the need has no word
        amount:decimal = the need has no amount
        """,
    ),
    declare(
        "questions", "knowledge", "question", "Each question that labels, or trials, ask of patients with a disease, once.",
        """
        question
        disease
        need
        asked = the need has no word
        amount:decimal = the need has no amount
        """,
    ),
)  # fmt: skip
