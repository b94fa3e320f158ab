"""The demonstration: the golden scenario, loaded through the doors that everybody uses."""
