// Adds its header to the origin's, whatever is there.
function handler(event) {
    var headers = event.response.headers;
    var there = headers['access-control-allow-origin'];
    if (!there) {
        headers['access-control-allow-origin'] = {value: '*'};
        return event.response;
    }
    there.multiValue = [{value: there.value}, {value: '*'}];
    return event.response;
}
