<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title} | {site}</title>
  <meta name="description" content="{line}">
  <meta name="author" content="{author}">
  <meta name="robots" content="noindex">
  <meta property="og:type" content="article">
  <meta property="og:site_name" content="{site}">
  <meta property="og:title" content="{title}">
  <meta property="article:published_time" content="{published}">
  <style>
    :root { color-scheme: light dark; }
    body { max-width: 690px; margin: 0 auto; padding: 26px 22px 50px; background: light-dark(#fbf9f4, #1b1a18); color: light-dark(#23211d, #e9e4d9); font: 18px/1.62 Georgia, "DejaVu Serif", serif; }
    header { text-align: center; border-bottom: 3px double currentColor; padding-bottom: 10px; }
    header strong { display: block; font-size: 30px; font-weight: 400; }
    header, footer { font: 14px/1.5 system-ui, sans-serif; opacity: .8; }
    .rollover-people-block { display: none; }
    a { color: inherit; }
  </style>
</head>
<body>
<!-- Sample page: everything on it is invented. -->
{body}
</body>
</html>
