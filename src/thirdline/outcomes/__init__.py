"""What happened to patients like this one: endpoints as declared, and cohorts by group."""
