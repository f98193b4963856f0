// The one-time token stands after the #, so that it is never sent to a log.
const token = location.hash.slice(1);
const form = document.querySelector('#setup');

if (!token) {
  document.querySelector('#no-token').hidden = false;
  form.hidden = true;
}

sendForm(form, {
  url: '/api/identity/setup',
  body: ({ office, level, name, login, password }) => ({
    token,
    office: { name: office, level },
    administrator: { name, login, password },
  }),
  fieldOf: (field) => (field === 'office.name' ? 'office' : field.replace('administrator.', '')),
  done: () => history.replaceState(null, '', '/setup'),
});
