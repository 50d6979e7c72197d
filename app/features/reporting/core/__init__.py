"""The view models of reports: values in, words and figures out."""
