"""Events to plan: where they come from, other ways to plan them, and how a run is measured."""
