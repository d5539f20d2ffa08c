// From a view to HTML, by the templates built into the program. The only file that names the template library. Every text is
// escaped; a template has no way to say otherwise (tests/tidy looks), but the frame that puts a page's own HTML into itself.
#pragma once

#include <string>
#include <string_view>

#include "console/web/view.h"

namespace concordat::console::web {

// `name` is of console/web/templates, without its ending. CHECKs that it is there and is one: templates are part of the program.
std::string render(std::string_view name, const View& view);
// `view` fills the frame that every page has; `body` is the page's HTML, as render() gave it.
std::string render_framed(const View& frame, std::string body);

}  // namespace concordat::console::web
