// Replaces the origin's header.
function handler(event) {
    event.response.headers['access-control-allow-origin'] = {value: '*'};
    return event.response;
}
