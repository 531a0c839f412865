import helmet from 'helmet';

/**
 * The headers that helmet sets, under the policy that the widget is made for: nothing from elsewhere,
 * no style and no script in the page itself, no HTML from text.
 */
export const setSecurityHeaders = helmet({
  contentSecurityPolicy: {
    // Helmet's own would allow styles in attributes, and turn http: into https: on a local network.
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'connect-src': ["'self'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'self'"],
      'base-uri': ["'self'"],
      'require-trusted-types-for': ["'script'"],
    },
  },
  // Where the links of an answer lead may know from which site a visitor comes.
  referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  // The owner's other hosts are not ours to bind.
  strictTransportSecurity: { includeSubDomains: false },
});
