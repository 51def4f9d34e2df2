// Remember the language that the reader chose, for addresses that name none.
document.addEventListener("click", ({ target }) => {
  const link = target.closest(".languages a[hreflang]");
  if (link) document.cookie = `django_language=${link.hreflang}; path=/; max-age=31536000; samesite=lax`;
});
