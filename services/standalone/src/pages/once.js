sendForm(document.querySelector('#once'), { url: '/api/identity/sessions/one-time', body: (fields) => fields });
