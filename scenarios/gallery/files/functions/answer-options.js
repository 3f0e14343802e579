// Answers every OPTIONS at the edge. The response headers policy adds what CORS needs.
function handler(event) {
    if (event.request.method === 'OPTIONS') {
        return {statusCode: 204, statusDescription: 'No Content'};
    }
    return event.request;
}
