"""`found`: a real community, with the first person who can let others in."""

from commands.house import stop
from resolvers.opening import Plan, opened
from resolvers.seeding import Newcomer, found_with
from rules.refusals import Refusal
from rules.residents import masked_phone, normal_phone
from rules.roles import Role
from rules.texts import NAME, accept
from schema.sentences import refusal


async def found(plan: Plan, name: str, households: int, admin: str, admin_name: str) -> str:
    """Founds the community, and says so. Stops with a sentence on a wrong number or name, or where there is one."""
    phone, title, person = normal_phone(admin), accept(name, NAME), accept(admin_name, NAME)
    if isinstance(phone, Refusal):
        stop("That is not a telephone number: give a mainland mobile number, or E.164 with its + and country.")
    if isinstance(title, Refusal) or isinstance(person, Refusal):
        stop(f"A name has 1 to {NAME.most} characters.")
    async with opened(plan) as house:
        admin_roles = (Role.ADMIN, Role.COMMUNITY_STAFF)
        added = await found_with(house, title, households, [Newcomer(admin_roles, phone, person)])
    if isinstance(added, Refusal):
        stop(refusal(added, "en"))
    return f"{title} is founded; {person} ({masked_phone(phone)}) can sign in, confirm residents and give roles."
