// When a passkey did not answer, the page says so; the console stays quiet.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.getElementById("key_failed");
  if (said) said.hidden = false;
});
