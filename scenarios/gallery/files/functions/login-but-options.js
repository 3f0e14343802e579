// Sends everybody without a session to the login page, but for preflights, which have no cookies.
function handler(event) {
    if (event.request.method === 'OPTIONS' || event.request.cookies.session) {
        return event.request;
    }
    return {statusCode: 302, statusDescription: 'Found', headers: {location: {value: 'https://login.example.net/'}}};
}
