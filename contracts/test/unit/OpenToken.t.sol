// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC3009 } from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract OpenTokenTest is Fixture {
    function transferHash(address from, address to, uint256 value, bytes32 nonce) private pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        return keccak256(abi.encode(typeHash, from, to, value, uint256(0), type(uint256).max, nonce));
    }

    function signTransfer(address to, uint256 value, bytes32 nonce)
        private
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 domain = domainOf("OpenLedger", address(token), block.chainid);
        return vm.sign(PAYER_KEY, keccak256(abi.encodePacked(hex"1901", domain, transferHash(payer, to, value, nonce))));
    }

    function test_supplyIsMintedOnce() public view {
        vm.assertEq(token.totalSupply(), 1_000_000_000 ether);
        vm.assertEq(token.decimals(), 18);
        vm.assertTrue(keccak256(bytes(token.symbol())) == keccak256("OPEN"));
    }

    function test_burnLowersTheSupply() public {
        token.burn(3 ether);
        vm.assertEq(token.totalSupply(), 1_000_000_000 ether - 3 ether);
    }

    function test_permitApproves() public {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, payer, stranger, 5 ether, uint256(0), block.timestamp));
        bytes32 domain = domainOf("OpenLedger", address(token), block.chainid);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        token.permit(payer, stranger, 5 ether, block.timestamp, v, r, s);
        vm.assertEq(token.allowance(payer, stranger), 5 ether);
    }

    /// A nonce is any 32 bytes, as stock EIP-3009 and x402 clients draw them.
    function testFuzz_authorizationMovesMoneyOnce(bytes32 nonce, uint96 value) public {
        vm.assume(value <= 1_000_000 ether);
        address to = address(0xCAFE);
        (uint8 v, bytes32 r, bytes32 s) = signTransfer(to, value, nonce);
        token.transferWithAuthorization(payer, to, value, 0, type(uint256).max, nonce, v, r, s);
        vm.assertEq(token.balanceOf(to), value);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, nonce));
        token.transferWithAuthorization(payer, to, value, 0, type(uint256).max, nonce, v, r, s);
    }

    function test_authorizationOfAnotherChainIsRefused() public {
        (uint8 v, bytes32 r, bytes32 s) = signTransfer(stranger, 1 ether, "n");
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        token.transferWithAuthorization(payer, stranger, 1 ether, 0, type(uint256).max, "n", v, r, s);
    }
}
