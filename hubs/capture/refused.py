"""What cannot be captured, said in a sentence."""


class Refused(ValueError):
    """An article that cannot be fetched, read or kept; the message is the sentence the editor sees."""
