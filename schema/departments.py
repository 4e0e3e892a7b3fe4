"""Departments as clients see them."""

from typing import Annotated

import strawberry
from strawberry import ID

from db.models import departments as kept
from resolvers import departments
from rules.ids import Kind
from rules.roles import Role
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked
from schema.node import Node, key_or_nobody, shown_id
from schema.refusals import Refusal, shown_or
from schema.residents import Resident


@strawberry.type(description="An office that sees to reports.")
class Department(Node):
    row: strawberry.Private[kept.Department]
    id: ID = strawberry.field(description="The department's id.")
    code: str = strawberry.field(description="How categories and files name it.")
    name: str = strawberry.field(description="What it is called.")

    @classmethod
    def of(cls, row: kept.Department) -> "Department":
        """The department as everybody sees it."""
        return cls(row=row, id=shown_id(Kind.DEPARTMENT, row.id), code=row.code, name=row.name)

    @strawberry.field(description="Who works there; nobody for viewers who hold no office in its community.")
    async def members(self, info: Asked) -> list[Resident]:
        context = info.context
        if not context.roles_in(self.row.community_id) - {Role.RESIDENT}:
            return []
        context.look()
        keys = sorted(await departments.member_ids(context.house, self.row.id))
        context.spend(len(keys))
        return [Resident.of(row) for row in await context.loaders.residents.load_many(keys) if row is not None]


PutDepartmentResult = Annotated[
    Department | Refusal, strawberry.union("PutDepartmentResult", description="The department, or why not.")
]
DepartmentMemberResult = Annotated[
    Department | Refusal, strawberry.union("DepartmentMemberResult", description="The department, or why not.")
]
DEPARTMENT = Annotated[ID, strawberry.argument(description="The department.")]
RESIDENT = Annotated[ID, strawberry.argument(description="The resident, of the same community.")]


@strawberry.type
class DepartmentQuery:
    @strawberry.field(description="The departments of the community, by code.", extensions=[EVERYONE])
    async def departments(self, info: Asked, community: COMMUNITY = None) -> list[Department]:
        rows = await departments.of_community(info.context.house, await community_asked(info.context, community))
        info.context.spend(1 + len(rows))
        return list(map(Department.of, rows))


@strawberry.type
class DepartmentMutation:
    @strawberry.mutation(description="Staff set a department up, or give it another name.", extensions=[SIGNED_IN])
    async def put_department(
        self,
        info: Asked,
        code: Annotated[str, strawberry.argument(description="Its code: 1 to 40 characters.")],
        name: Annotated[str, strawberry.argument(description="Its name: 1 to 80 characters.")],
    ) -> PutDepartmentResult:
        result = await departments.put(info.context.house, acting(info), code, name)
        return shown_or(result, Department.of, info.context.language)

    @strawberry.mutation(description="Staff say that somebody works in a department.", extensions=[SIGNED_IN])
    async def add_department_member(
        self, info: Asked, department_id: DEPARTMENT, resident_id: RESIDENT
    ) -> DepartmentMemberResult:
        keys = key_or_nobody(Kind.DEPARTMENT, department_id), key_or_nobody(Kind.RESIDENT, resident_id)
        result = await departments.add_member(info.context.house, acting(info), *keys)
        return shown_or(result, Department.of, info.context.language)

    @strawberry.mutation(description="Staff say that somebody no longer works there.", extensions=[SIGNED_IN])
    async def remove_department_member(
        self, info: Asked, department_id: DEPARTMENT, resident_id: RESIDENT
    ) -> DepartmentMemberResult:
        keys = key_or_nobody(Kind.DEPARTMENT, department_id), key_or_nobody(Kind.RESIDENT, resident_id)
        result = await departments.remove_member(info.context.house, acting(info), *keys)
        return shown_or(result, Department.of, info.context.language)
