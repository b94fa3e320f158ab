"""The look and the manners of every page: frames, components, tables, forms."""
