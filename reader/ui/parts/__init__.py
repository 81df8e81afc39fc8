"""Small widgets that several panels use. A part knows no session and no panel."""
