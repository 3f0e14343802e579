// Some of CloudFront's managed policies, in the shape of the console API.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html

/** @param {string[]} names */
const items = (names) => ({ Quantity: names.length, Items: names });

/**
 * @param {string} id
 * @param {string} name
 * @param {object} config
 */
const managed = (id, name, config) => ({ id, name, type: 'managed', config: { Name: name, Comment: '', ...config } });

/** @param {string[]} headers @param {boolean} compression */
const key = (headers, compression) => ({
  EnableAcceptEncodingGzip: compression,
  EnableAcceptEncodingBrotli: compression,
  HeadersConfig: headers.length > 0 ? { HeaderBehavior: 'whitelist', Headers: items(headers) } : { HeaderBehavior: 'none' },
  CookiesConfig: { CookieBehavior: 'none' },
  QueryStringsConfig: { QueryStringBehavior: 'none' },
});

/** @param {string[]} headers */
const sends = (headers) => ({
  HeadersConfig: { HeaderBehavior: 'whitelist', Headers: items(headers) },
  CookiesConfig: { CookieBehavior: 'none' },
  QueryStringsConfig: { QueryStringBehavior: 'none' },
});

export const managedPolicies = {
  cachePolicies: [
    managed('658327ea-f89d-4fab-a63d-7e88639e58f6', 'CachingOptimized', { MinTTL: 1, DefaultTTL: 86400, MaxTTL: 31536000, ParametersInCacheKeyAndForwardedToOrigin: key([], true) }),
    managed('4135ea2d-6df8-44a3-9df3-4b5a84be39ad', 'CachingDisabled', { MinTTL: 0, DefaultTTL: 0, MaxTTL: 0, ParametersInCacheKeyAndForwardedToOrigin: key([], false) }),
    managed('08627262-05a9-4f76-9ded-b50ca2e3a84f', 'Elemental-MediaPackage', { MinTTL: 0, DefaultTTL: 86400, MaxTTL: 31536000, ParametersInCacheKeyAndForwardedToOrigin: key(['Origin'], true) }),
  ],
  originRequestPolicies: [
    managed('88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', 'CORS-S3Origin', sends(['Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'])),
    managed('59781a5b-3903-41f3-afcb-af62929ccde1', 'CORS-CustomOrigin', sends(['Origin'])),
    managed('acba4595-bd28-49b8-b9fe-13317c0390fa', 'UserAgentRefererHeaders', sends(['User-Agent', 'Referer'])),
  ],
  responseHeadersPolicies: [
    managed('60669652-455b-4ae9-85a4-c4c02393f86c', 'SimpleCORS', {
      CorsConfig: {
        AccessControlAllowOrigins: items(['*']), AccessControlAllowHeaders: items([]), AccessControlAllowMethods: items([]),
        AccessControlAllowCredentials: false, OriginOverride: false,
      },
    }),
    managed('67f7725c-6f97-4210-82d7-5512b31e9d03', 'SecurityHeadersPolicy', {
      SecurityHeadersConfig: { XSSProtection: {}, FrameOptions: {}, ReferrerPolicy: {}, ContentTypeOptions: {}, StrictTransportSecurity: {} },
    }),
  ],
};
