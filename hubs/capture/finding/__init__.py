"""Who, when, how many and what a text speaks of: rules over tables, every hit with its place in the text."""
