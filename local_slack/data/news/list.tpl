<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  {head}
  <style>
    :root { color-scheme: light dark; }
    body { max-width: 690px; margin: 0 auto; padding: 26px 22px 50px; background: light-dark(#fbf9f4, #1b1a18); color: light-dark(#23211d, #e9e4d9); font: 17px/1.6 system-ui, sans-serif; }
    a { color: inherit; }
  </style>
</head>
<body>
  <h1>{title}</h1>
  <p>{line} Everything here is invented.</p>
  {body}
</body>
</html>
