"""What Attaché knows: data files in ``data/``, how they are read (``tables``) and how they are checked (``validate``).

``summarizers.lexicon`` and ``summarizers.directory`` turn the tables into what the other rooms ask for.
"""
