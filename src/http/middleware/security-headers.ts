import type { RequestHandler } from 'express';
import helmet from 'helmet';

export interface OtherOrigins {
  /** Addresses of pictures. */
  readonly photos: readonly string[];
  /** Origins that may show our pages in a frame, besides our own. */
  readonly framers: readonly string[];
}

/**
 * The headers that helmet sets, with a stricter content security policy: nothing from other hosts but
 * the photos of people, no inline styles or scripts, no HTML from strings. The widget is built to work
 * under it.
 */
export function securityHeaders({ photos, framers }: OtherOrigins): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      // Helmet's defaults allow inline styles and upgrade http: to https:, which breaks local networks.
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", ...new Set(photos.map((photo) => new URL(photo).origin))],
        'connect-src': ["'self'"],
        'frame-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'", ...framers],
        'base-uri': ["'self'"],
        'require-trusted-types-for': ["'script'"],
      },
    },
    // The older header knows no list.
    xFrameOptions: framers.length === 0,
    // Sites that an answer links to may know which site a visitor comes from.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    // The owner's other hosts may not support https.
    strictTransportSecurity: { includeSubDomains: false },
  });
}
