#include "console/web/serve/headers.h"

#include <array>

namespace concordat::console::web {
namespace {

using Header = std::pair<std::string_view, std::string_view>;
constexpr std::array<Header, 9> all{{
    // Nothing inline, nothing from elsewhere, in nobody's frame.
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"X-Robots-Tag", "noindex, nofollow"},
}};

}  // namespace

std::span<const Header> headers_of_all() { return all; }

std::string_view cache_control(const Response& response) { return response.may_be_kept ? "public, max-age=31536000, immutable" : "no-store"; }

}  // namespace concordat::console::web
