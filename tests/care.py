"""Rules that a return without a recording fault may break: what they tell is how care went, not how it was written."""

OF_CARE = {"L08", "T03", "T04", "T05", "T06", "T09", "T11", "X22", "X26"}
