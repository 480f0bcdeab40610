// Shows the API's description by Swagger UI, which comes with the site and asks no other address.
(function () {
  "use strict";
  const place = document.getElementById("operations");
  window.SwaggerUIBundle({
    url: place.dataset.specification,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
    defaultModelsExpandDepth: -1,
    presets: [window.SwaggerUIBundle.presets.apis],
  });
})();
