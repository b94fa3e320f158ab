"""Between the models and the planning engine, by noun."""
