// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import { ClaimVault } from "../../src/ClaimVault.sol";
import { IClaimVault } from "../../src/interfaces/IClaimVault.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { PlainTree } from "../../src/libraries/PlainTree.sol";
import { SumNode, SumTree } from "../../src/libraries/SumTree.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Inner nodes offered as leaves, and the reverse.
contract SecondPreimageTest is Fixture {
    /// A claims root made like an inner node over (account, amount): with single hashing the two "children" would be
    /// a claim of their own. The double hash refuses it.
    function test_claimsNodeIsNoClaim() public {
        address thief = address(0x7415F);
        uint128 amount = 5 ether;
        bytes32 asNode = Hashes.efficientKeccak256(bytes32(uint256(uint160(thief))), bytes32(uint256(amount)));
        vm.assertNotEq(asNode, LeafHash.claim(thief, amount));
        fund(operator, 10 ether);
        post(nextEpoch(operator, payees(thief, 1 ether, stranger, 9 ether), 0, 0));
        vm.warp(START + WINDOW);
        finalize(operator);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = claimLeaf(stranger, 9 ether);
        ClaimVault claimVault = claims(operator);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimProof.selector, thief));
        claimVault.claim(pack(thief, amount), proof);
        claimVault.claim(pack(thief, 1 ether), proof);
    }

    /// A leaf is 64 bytes or a multiple of 32, a plain node 65, a sum node 97: whatever the contents, the tags and
    /// lengths keep them apart.
    function testFuzz_nodesAndLeavesNeverMeet(bytes32 left, bytes32 right, uint128 leftSum, uint128 rightSum)
        public
        pure
    {
        vm.assume(left != 0 || right != 0);
        bytes32 untagged = keccak256(abi.encodePacked(left, right));
        vm.assertNotEq(PlainTree.node(left, right), untagged);
        SumNode memory sum = SumTree.node(SumNode(left, leftSum / 2), SumNode(right, rightSum / 2));
        vm.assertNotEq(sum.hash, PlainTree.node(left, right));
        vm.assertNotEq(sum.hash, keccak256(abi.encode(left, leftSum / 2, right, rightSum / 2)));
    }

    /// An epoch that pays nobody has the claims root 0, and no proof leads to it.
    function testFuzz_zeroRootProvesNothing(address account, uint96 amount, bytes32[] memory proof) public {
        fund(operator, 1 ether);
        Epoch memory epoch = nextEpoch(operator, new Payee[](0), 1 ether, 0);
        post(epoch);
        vm.warp(START + WINDOW);
        finalize(operator);
        ClaimVault claimVault = claims(operator);
        vm.assertEq(claimVault.claimsRoot(), bytes32(0));
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimProof.selector, account));
        claimVault.claim(pack(account, amount), proof);
    }
}
