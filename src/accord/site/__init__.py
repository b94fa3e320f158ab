"""The composition root: settings, addresses, API, navigation, command line."""
