"""What trials found: effects, their networks and pools, and how near their populations are to a patient."""
