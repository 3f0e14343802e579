// The app's routes have no dot in their last part: all of them are its one page.
function handler(event) {
    if (!event.request.uri.split('/').pop().includes('.')) {
        event.request.uri = '/index.html';
    }
    return event.request;
}
