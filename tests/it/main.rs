mod jekyll;
