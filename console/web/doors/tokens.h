// The token in each form: that the page a form was sent from is one of ours. Made from a key that only this session has (before
// sign-in: from the console's key and a cookie), and masked anew each time, so that compressed pages give nothing away.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"

namespace concordat::console::web {

std::string make_token(const Secret<32>& key, std::string_view what);
bool is_token(const Secret<32>& key, std::string_view what, std::string_view token);

}  // namespace concordat::console::web
