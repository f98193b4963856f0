// The one-time token stands after the #, so that it is never sent to a log.
const token = location.hash.slice(1);
const form = document.querySelector('#setup');
const problem = document.querySelector('#problem');
const english = navigator.language.startsWith('en');

if (!token) {
  document.querySelector('#no-token').hidden = false;
  form.hidden = true;
}

function say(text, field) {
  problem.textContent = text;
  problem.hidden = false;
  for (const input of form.elements) input.removeAttribute?.('aria-invalid');
  if (field) {
    field.setAttribute('aria-invalid', 'true');
    field.focus();
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const empty = [...form.querySelectorAll('input')].find((input) => !input.value.trim());
  if (empty) return say(`请填写${empty.labels[0].firstChild.textContent.trim()}。`, empty);
  const { office, level, name, login, password } = Object.fromEntries(new FormData(form));
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const response = await fetch('/api/identity/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': english ? 'en' : 'zh-CN' },
      body: JSON.stringify({ token, office: { name: office, level }, administrator: { name, login, password } }),
    });
    if (response.ok) {
      form.hidden = true;
      document.querySelector('#done').hidden = false;
      history.replaceState(null, '', '/setup');
      return;
    }
    const answer = await response.json();
    const first = answer.errors?.[0];
    const words = {
      'administrator.login': '登录名',
      'administrator.password': '密码',
      'administrator.name': '姓名',
      'office.name': '单位全称',
    };
    say(first ? `${words[first.field] ?? first.field}${first['zh-CN']}。` : answer.detail);
  } catch {
    say('连不上程序，请确认它还在运行，再试一次。填写的内容还在。');
  } finally {
    button.disabled = false;
  }
});
