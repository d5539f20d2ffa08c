// From the register to what is decided by: the directory in force, and a book of every version that was ever active, each with
// what is suspended of it and who has left it.
#pragma once

#include "broker/register/register.h"
#include "broker/rules.h"

namespace concordat::broker {

// Nothing while the register has no directory; nor when a text that was active once does not check any more, as a stricter
// version of this program could have it: then nothing is decided until a person has looked.
std::optional<Rules> rules_of(const Register& from);
// What the book is made of, in JSON: with it anybody can make that book again, and see that its digest is the same.
std::string rules_told(const Register& from);

}  // namespace concordat::broker
