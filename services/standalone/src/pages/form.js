const english = navigator.language.startsWith('en');

/**
 * Sends a form's fields and says all that is wrong at once, each at its own field; what was typed stays.
 * `fieldOf`: the name of the input for a field of the API.
 */
function sendForm(form, { url, body, fieldOf = (name) => name, done }) {
  const problem = form.querySelector('#problem');
  const button = form.querySelector('button');
  const inputs = [...form.querySelectorAll('input')];

  function clear() {
    problem.hidden = true;
    for (const note of form.querySelectorAll('.wrong')) note.remove();
    for (const input of inputs) {
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
    }
  }

  function mark(input, text) {
    const note = document.createElement('p');
    note.className = 'wrong';
    note.id = `${input.name}-wrong`;
    note.textContent = text;
    input.closest('label').after(note);
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', note.id);
  }

  /** `wrong`: pairs of input and words. `otherwise`: what belongs to no field. */
  function say(wrong, otherwise) {
    clear();
    for (const [input, text] of wrong) mark(input, text);
    problem.textContent =
      otherwise ?? (wrong.length > 1 ? `有 ${wrong.length} 处要改，已在下面的各项标出。` : '有一处要改，已标出。');
    problem.hidden = false;
    const first = inputs.find((input) => input.getAttribute('aria-invalid'));
    (first ?? problem).focus();
  }

  const nameOf = (input) => input.labels[0].firstChild.textContent.trim();

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const empty = inputs.filter((input) => !input.value.trim());
    if (empty.length > 0) return say(empty.map((input) => [input, `请填写${nameOf(input)}。`]));
    button.disabled = true;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': english ? 'en' : 'zh-CN' },
        body: JSON.stringify(body(Object.fromEntries(new FormData(form)))),
      });
      if (response.ok) {
        form.hidden = true;
        document.querySelector('.lead').hidden = true;
        document.querySelector('#done').hidden = false;
        return done?.();
      }
      const answer = await response.json();
      const told = (answer.errors ?? []).map((error) => [form.elements[fieldOf(error.field)], error]);
      const wrong = told
        .filter(([input]) => input)
        .map(([input, error]) => [input, `${nameOf(input)}${error['zh-CN']}。`]);
      say(wrong, wrong.length > 0 ? undefined : answer.detail);
    } catch {
      say([], '连不上程序，请确认它还在运行，再试一次。填写的内容还在。');
    } finally {
      button.disabled = false;
    }
  });
}
