const form = document.querySelector('#once');
const problem = document.querySelector('#problem');
const english = navigator.language.startsWith('en');

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
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const response = await fetch('/api/identity/sessions/one-time', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': english ? 'en' : 'zh-CN' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    if (response.ok) {
      form.hidden = true;
      document.querySelector('#done').hidden = false;
      return;
    }
    const answer = await response.json();
    const first = answer.errors?.[0];
    const words = { login: '登录名', code: '一次性登录码', password: '密码' };
    say(first ? `${words[first.field] ?? first.field}${first['zh-CN']}。` : answer.detail);
  } catch {
    say('连不上程序，请确认它还在运行，再试一次。填写的内容还在。');
  } finally {
    button.disabled = false;
  }
});
