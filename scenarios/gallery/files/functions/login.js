// Sends everybody without a session to the login page.
function handler(event) {
    if (event.request.cookies.session) {
        return event.request;
    }
    return {statusCode: 302, statusDescription: 'Found', headers: {location: {value: 'https://login.example.net/'}}};
}
