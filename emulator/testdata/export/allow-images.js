function handler(event) {
    var response = event.response;
    response.headers['access-control-allow-origin'] = { value: '*' };
    return response;
}
